<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>An FCN gives every pixel one score (logit) per class. Softmax turns the scores of one pixel into shares that add up to 1; the class with the largest share names the pixel.</source>
        <translation>FCN은 픽셀마다 클래스별 점수(로짓)를 하나씩 냅니다. 소프트맥스는 한 픽셀의 점수를 합이 1인 비율로 바꾸고, 비율이 가장 큰 클래스가 그 픽셀의 이름이 됩니다.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Compare the dashed box with the orange one; the three conventions stand side by side.</source>
        <translation>점선 박스와 주황색 박스를 견주어 보세요. 세 가지 방식이 나란히 있습니다.</translation>
    </message>
    <message>
        <source>Drag the marker in the plot, or drag the box by a fraction of a pixel.</source>
        <translation>그래프의 표시를 끌거나 박스를 픽셀보다 조금만 끌어 보세요.</translation>
    </message>
    <message>
        <source>Eight stops, from softmax to RoIAlign, on a sample photo.</source>
        <translation>예제 사진으로 소프트맥스부터 RoIAlign까지 여덟 단계를 둘러봅니다.</translation>
    </message>
    <message>
        <source>End the tour.</source>
        <translation>안내를 마칩니다.</translation>
    </message>
    <message>
        <source>FCN-32s enlarges the scores of stride 32 at once. FCN-16s enlarges them twice, adds the scores of stride 16, and goes on from there; FCN-8s does so once more with stride 8. Each sum brings location back.</source>
        <translation>FCN-32s는 스트라이드 32의 점수를 한 번에 키웁니다. FCN-16s는 두 배로 키워 스트라이드 16의 점수를 더한 다음 이어 가고, FCN-8s는 스트라이드 8로 한 번 더 그렇게 합니다. 더할 때마다 위치가 되살아납니다.</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>마침</translation>
    </message>
    <message>
        <source>Formula: {formula}</source>
        <translation>식: {formula}</translation>
    </message>
    <message>
        <source>From FCN-32s to 16s to 8s</source>
        <translation>FCN-32s에서 16s, 8s로</translation>
    </message>
    <message>
        <source>From boxes to masks</source>
        <translation>박스에서 마스크로</translation>
    </message>
    <message>
        <source>Go from stride 2 to stride 32 and watch the cells grow.</source>
        <translation>스트라이드 2에서 32까지 가며 셀이 커지는 것을 보세요.</translation>
    </message>
    <message>
        <source>Go to another stop of the tour.</source>
        <translation>안내의 다른 단계로 갑니다.</translation>
    </message>
    <message>
        <source>Go to the next stop: {title}</source>
        <translation>다음 단계로: {title}</translation>
    </message>
    <message>
        <source>Go to the stop before this one.</source>
        <translation>앞 단계로 갑니다.</translation>
    </message>
    <message>
        <source>Guided &amp;tour</source>
        <translation>안내 여행(&amp;T)</translation>
    </message>
    <message>
        <source>Guided tour</source>
        <translation>안내 여행</translation>
    </message>
    <message>
        <source>Leave the tour</source>
        <translation>안내에서 나가기</translation>
    </message>
    <message>
        <source>Leave the tour; it goes on here when it is opened again.</source>
        <translation>안내에서 나갑니다. 다시 열면 여기서 이어집니다.</translation>
    </message>
    <message>
        <source>Mask R-CNN is Faster R-CNN with a small FCN on every box. Anchors become proposals, proposals become boxes with a class, and each box gets a mask of 28 × 28 cells: yes or no for its own class, no contest between classes.</source>
        <translation>Mask R-CNN은 박스마다 작은 FCN을 얹은 Faster R-CNN입니다. 앵커가 제안이 되고, 제안이 클래스가 있는 박스가 되며, 박스마다 28 × 28 셀의 마스크를 얻습니다. 자기 클래스에 대한 예/아니요일 뿐 클래스끼리 겨루지 않습니다.</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>One index map, or one channel per class</source>
        <translation>인덱스 맵 하나, 또는 클래스마다 채널 하나</translation>
    </message>
    <message>
        <source>Point anywhere on the photo: the Pixel panel shows the three largest shares there.</source>
        <translation>사진의 아무 곳이나 가리키면 픽셀 패널이 그곳의 가장 큰 비율 셋을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Point at a bin and read its sample points and weights.</source>
        <translation>칸을 가리키고 표본점과 가중치를 읽어 보세요.</translation>
    </message>
    <message>
        <source>Point at the map and see the same pixel in every channel.</source>
        <translation>맵을 가리키고 모든 채널에서 같은 픽셀을 보세요.</translation>
    </message>
    <message>
        <source>RoIAlign keeps the box where it is, puts sample points at even distances into each bin, and reads each one between its four nearest cells by bilinear interpolation. A bin is the mean of its points.</source>
        <translation>RoIAlign은 박스를 그대로 두고 칸마다 표본점을 고르게 놓아, 점마다 가장 가까운 네 셀 사이를 쌍선형 보간으로 읽습니다. 칸의 값은 그 점들의 평균입니다.</translation>
    </message>
    <message>
        <source>RoIAlign rounds nothing</source>
        <translation>RoIAlign은 아무것도 반올림하지 않습니다</translation>
    </message>
    <message>
        <source>RoIPool first rounds the box to whole cells of the feature map, then divides these cells into bins of whole cells: 5 cells into 2 bins are 2 + 2 with one dropped, or 3 + 2, or bins that share a cell. What is read moves away from the object.</source>
        <translation>RoIPool은 먼저 박스를 특징 맵의 정수 셀로 반올림하고, 그 셀을 다시 정수 셀의 칸으로 나눕니다. 셀 5개를 칸 2개로 나누면 하나를 버리고 2 + 2이거나, 3 + 2이거나, 한 셀을 함께 쓰는 칸이 됩니다. 읽는 곳이 물체에서 어긋납니다.</translation>
    </message>
    <message>
        <source>RoIPool rounds twice</source>
        <translation>RoIPool은 두 번 반올림합니다</translation>
    </message>
    <message>
        <source>Softmax at every pixel</source>
        <translation>픽셀마다 소프트맥스</translation>
    </message>
    <message>
        <source>Stop of the tour</source>
        <translation>안내의 단계</translation>
    </message>
    <message>
        <source>The box glides by fractions of a pixel. RoIPool's values stand still and then jump when a rounding flips; RoIAlign's glide. That is why masks, which need every pixel, gained most from RoIAlign.</source>
        <translation>박스가 픽셀보다 작은 걸음으로 미끄러집니다. RoIPool의 값은 멈춰 있다가 반올림이 바뀔 때 튀고, RoIAlign의 값은 부드럽게 흐릅니다. 픽셀 하나하나가 필요한 마스크가 RoIAlign에서 가장 많이 좋아진 까닭입니다.</translation>
    </message>
    <message>
        <source>The encoder halves the map five times. At stride 32 one cell stands for 32 × 32 input pixels, and where a border lies inside the cell is lost. The decoder has to get back to full size from there.</source>
        <translation>인코더는 맵을 다섯 번 절반으로 줄입니다. 스트라이드 32에서 셀 하나는 입력 픽셀 32 × 32개를 대표하고, 경계가 셀 안 어디에 있는지는 사라집니다. 디코더는 거기서 원래 크기로 되돌아가야 합니다.</translation>
    </message>
    <message>
        <source>The networks are looking at the photo…</source>
        <translation>네트워크가 사진을 보는 중…</translation>
    </message>
    <message>
        <source>The same annotation can be written as one map of class numbers, or as a stack with one channel of zeros and ones per class. Each pixel has exactly one 1 in the stack; a void pixel (255) has none.</source>
        <translation>같은 주석을 클래스 번호 맵 하나로도, 클래스마다 0과 1로 된 채널 하나씩의 묶음으로도 쓸 수 있습니다. 묶음에서 한 픽셀은 1을 꼭 하나 가지며, 무효 픽셀(255)은 하나도 없습니다.</translation>
    </message>
    <message>
        <source>The sweep</source>
        <translation>스윕</translation>
    </message>
    <message>
        <source>Walk along the stages above the photo, from the input to the pasted masks.</source>
        <translation>사진 위의 단계를 입력부터 붙인 마스크까지 따라가 보세요.</translation>
    </message>
    <message>
        <source>Zoom in on a border: the three views move together.</source>
        <translation>경계를 확대해 보세요. 세 화면이 함께 움직입니다.</translation>
    </message>
</context>
</TS>
