<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>Both</source>
        <translation>둘 다</translation>
    </message>
    <message>
        <source>How many pixels both call so, and how many only one of the two.</source>
        <translation>둘 다 그렇게 부르는 픽셀 수와 한쪽만 그렇게 부르는 픽셀 수입니다.</translation>
    </message>
    <message>
        <source>Only 1st</source>
        <translation>첫째만</translation>
    </message>
    <message>
        <source>Only 2nd</source>
        <translation>둘째만</translation>
    </message>
    <message>
        <source>Pixels by class</source>
        <translation>클래스별 픽셀 수</translation>
    </message>
    <message>
        <source>Pixels that both call so.</source>
        <translation>둘 다 그렇게 부르는 픽셀입니다.</translation>
    </message>
    <message>
        <source>Pixels that only {title} calls so.</source>
        <translation>{title}만 그렇게 부르는 픽셀입니다.</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>비교(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Inside FCN</source>
        <translation>FCN 내부(&amp;I)</translation>
    </message>
    <message>
        <source>A photo has no classes; choose class maps or objects.</source>
        <translation>사진에는 클래스가 없습니다. 클래스 맵이나 객체를 고르세요.</translation>
    </message>
    <message>
        <source>At stride 32 there is one score for every 32 × 32 pixels of the input; what lies between is only interpolated, so edges are round and thin parts are gone. Scores at stride 16 and 8 come from earlier layers that still know where things are: added before the last upsampling, they put the edges back.</source>
        <translation>스트라이드 32에서는 입력의 32 × 32픽셀마다 점수가 하나뿐이고 그 사이는 보간될 뿐이므로, 경계가 둥글어지고 가는 부분이 사라집니다. 스트라이드 16과 8의 점수는 위치를 아직 아는 앞쪽 층에서 나오며, 마지막 업샘플링 전에 더해져 경계를 되살립니다.</translation>
    </message>
    <message>
        <source>Being computed…</source>
        <translation>계산 중…</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>깜박이기</translation>
    </message>
    <message>
        <source>Compare read-outs, models, ground truth and the photo.</source>
        <translation>판독, 모델, 정답, 사진을 비교합니다.</translation>
    </message>
    <message>
        <source>Compared class maps</source>
        <translation>비교하는 클래스 맵</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>Divider</source>
        <translation>나눔선</translation>
    </message>
    <message>
        <source>Hold to see the second (B)</source>
        <translation>누르는 동안 둘째 보기 (B)</translation>
    </message>
    <message>
        <source>How to compare</source>
        <translation>비교 방법</translation>
    </message>
    <message>
        <source>Inside FCN</source>
        <translation>FCN 내부</translation>
    </message>
    <message>
        <source>No ground truth is loaded for this photo.</source>
        <translation>이 사진의 정답을 불러오지 않았습니다.</translation>
    </message>
    <message>
        <source>Picture {number}</source>
        <translation>그림 {number}</translation>
    </message>
    <message>
        <source>Pixels by pair of classes</source>
        <translation>클래스 쌍별 픽셀 수</translation>
    </message>
    <message>
        <source>See where each pixel's class comes from.</source>
        <translation>각 픽셀의 클래스가 어디에서 오는지 봅니다.</translation>
    </message>
    <message>
        <source>Share of the width that the first picture has.</source>
        <translation>첫째 그림이 차지하는 너비의 비율입니다.</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>나란히</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>밀어 보기</translation>
    </message>
    <message>
        <source>The first left of a divider, the second right of it; drag the divider.</source>
        <translation>나눔선 왼쪽에 첫째, 오른쪽에 둘째가 보입니다. 나눔선을 끌어 보세요.</translation>
    </message>
    <message>
        <source>The first, and the second for as long as B is held.</source>
        <translation>첫째를 보여 주고, B를 누르는 동안 둘째를 보여 줍니다.</translation>
    </message>
    <message>
        <source>The two name different classes ({first}, {second}); a difference needs the same.</source>
        <translation>두 맵의 클래스가 서로 다릅니다({first}, {second}). 차이를 보려면 같아야 합니다.</translation>
    </message>
    <message>
        <source>Two to four pictures that move together.</source>
        <translation>함께 움직이는 그림 두 개에서 네 개입니다.</translation>
    </message>
    <message>
        <source>Two to four results side by side, swiped, blinked, and where they differ.</source>
        <translation>두 개에서 네 개의 결과를 나란히 보고, 밀어 보고, 깜박여 보고, 다른 곳을 봅니다.</translation>
    </message>
    <message>
        <source>What is compared here.</source>
        <translation>여기에서 비교하는 것입니다.</translation>
    </message>
    <message>
        <source>Where two class maps, or objects and a class map, differ, and in which classes.</source>
        <translation>두 클래스 맵, 또는 객체와 클래스 맵이 어디에서, 어느 클래스로 다른지 봅니다.</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>{different} of {compared} pixels differ: {share} %.</source>
        <translation>{compared}픽셀 중 {different}픽셀이 다릅니다: {share} %.</translation>
    </message>
    <message>
        <source>Objects (Mask R-CNN)</source>
        <translation>객체 (Mask R-CNN)</translation>
    </message>
    <message>
        <source>No Mask R-CNN is chosen; choose one under Run.</source>
        <translation>선택된 Mask R-CNN이 없습니다. 실행에서 하나 고르세요.</translation>
    </message>
    <message>
        <source>Void, not compared: {void}.</source>
        <translation>비교하지 않은 void: {void}.</translation>
    </message>
    <message>
        <source>Not compared, void or of a class that only one of them knows: {void}.</source>
        <translation>비교하지 않은 void와 한쪽만 아는 클래스: {void}.</translation>
    </message>
</context>
</TS>
