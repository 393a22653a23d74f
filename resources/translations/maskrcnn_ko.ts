<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>&amp;Mask R-CNN</source>
        <translation>&amp;Mask R-CNN</translation>
    </message>
    <message>
        <source>1 mask</source>
        <translation>마스크 1개</translation>
    </message>
    <message>
        <source>1 object</source>
        <translation>객체 1개</translation>
    </message>
    <message>
        <source>28 × 28 masks</source>
        <translation>28 × 28 마스크</translation>
    </message>
    <message>
        <source>Anchor</source>
        <translation>앵커</translation>
    </message>
    <message>
        <source>Anchors</source>
        <translation>앵커</translation>
    </message>
    <message>
        <source>Anchors at each cell.</source>
        <translation>셀마다 있는 앵커의 수.</translation>
    </message>
    <message>
        <source>Anchors that are rather an object than not.</source>
        <translation>객체일 가능성이 절반을 넘는 앵커.</translation>
    </message>
    <message>
        <source>At one glance</source>
        <translation>한눈에</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>배경</translation>
    </message>
    <message>
        <source>Before NMS</source>
        <translation>NMS 전</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>상위</translation>
    </message>
    <message>
        <source>Best objectness of each cell:</source>
        <translation>셀마다 가장 높은 객체성:</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>박스</translation>
    </message>
    <message>
        <source>Boxes drawn</source>
        <translation>그리는 박스 수</translation>
    </message>
    <message>
        <source>Boxes of each class after score filter and NMS per class.</source>
        <translation>점수 기준과 클래스별 NMS를 거친 클래스별 박스.</translation>
    </message>
    <message>
        <source>Boxes of fixed sizes and shapes at every cell of every level.</source>
        <translation>모든 레벨의 모든 셀에 놓인, 크기와 모양이 정해진 박스.</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>셀</translation>
    </message>
    <message>
        <source>Cells of 784 that are inside at the mask threshold.</source>
        <translation>784개 셀 중 마스크 임계값에서 안쪽인 셀.</translation>
    </message>
    <message>
        <source>Cells times kinds.</source>
        <translation>셀 수 × 종류 수.</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>채널</translation>
    </message>
    <message>
        <source>Choose nothing.</source>
        <translation>아무것도 고르지 않습니다.</translation>
    </message>
    <message>
        <source>Click a box or a row to follow it from its anchor to its mask.</source>
        <translation>박스나 행을 누르면 앵커에서 마스크까지 따라갑니다.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Columns × rows.</source>
        <translation>열 × 행.</translation>
    </message>
    <message>
        <source>Compare there what RoIPool and RoIAlign read for this box.</source>
        <translation>이 박스에서 RoIPool과 RoIAlign이 읽는 것을 그곳에서 비교합니다.</translation>
    </message>
    <message>
        <source>Disagreement</source>
        <translation>불일치</translation>
    </message>
    <message>
        <source>Draw a box around an object and see how far the network followed it.</source>
        <translation>객체 둘레에 박스를 그려, 네트워크가 어디까지 따라갔는지 봅니다.</translation>
    </message>
    <message>
        <source>Draw level {level}.</source>
        <translation>레벨 {level}을(를) 그립니다.</translation>
    </message>
    <message>
        <source>Each cell has the colour of its surest anchor. Objects of a size light up on the level whose anchors fit them.</source>
        <translation>각 셀은 가장 확실한 앵커의 색입니다. 객체는 크기가 맞는 앵커가 있는 레벨에서 밝아집니다.</translation>
    </message>
    <message>
        <source>Each cell of level k covers 2^k input pixels. Coarse levels know what is there, fine ones where: each level adds the next coarser one, enlarged, to its own.</source>
        <translation>레벨 k의 셀 하나는 입력 2^k 픽셀을 덮습니다. 거친 레벨은 무엇인지, 고운 레벨은 어디인지 압니다. 각 레벨은 한 단계 거친 레벨을 키워 자기 것에 더합니다.</translation>
    </message>
    <message>
        <source>Each class moves the proposal by deltas of its own. What scores above {score:.2f} goes through NMS within its class: a box falls when it overlaps a better one by more than {nms:.2f}.</source>
        <translation>클래스마다 자기 델타로 제안을 옮깁니다. 점수가 {score:.2f}를 넘으면 같은 클래스 안에서 NMS를 거칩니다. 더 나은 박스와 {nms:.2f}보다 많이 겹치면 탈락합니다.</translation>
    </message>
    <message>
        <source>Each level sends its surest anchors, moved by their deltas and clipped to the photo. NMS then keeps the best of each heap: a box falls when it overlaps a better one by more than {proposal_nms:.2f}.</source>
        <translation>각 레벨은 가장 확실한 앵커를 델타로 옮기고 사진에 맞게 잘라 보냅니다. NMS는 무더기마다 가장 나은 것을 남깁니다. 더 나은 박스와 {proposal_nms:.2f}보다 많이 겹치면 탈락합니다.</translation>
    </message>
    <message>
        <source>Each mask is resized to its box, and a photo pixel is inside where the probability is above {mask:.2f}.</source>
        <translation>각 마스크를 박스 크기로 바꾸고, 확률이 {mask:.2f}보다 큰 사진 픽셀을 안쪽으로 봅니다.</translation>
    </message>
    <message>
        <source>Each stage drawn on the photo, with its table.</source>
        <translation>단계마다 사진 위에 그리고 표로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Enter opens a row in the RoI lab.</source>
        <translation>Enter를 누르면 행을 RoI 실험실에서 엽니다.</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>설명</translation>
    </message>
    <message>
        <source>Fate</source>
        <translation>운명</translation>
    </message>
    <message>
        <source>Feature maps at several strides, each with the same channels (FPN).</source>
        <translation>여러 스트라이드의 특징 맵. 채널 수는 모두 같습니다(FPN).</translation>
    </message>
    <message>
        <source>Final box</source>
        <translation>최종 박스</translation>
    </message>
    <message>
        <source>Final boxes</source>
        <translation>최종 박스</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>통과</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>최고</translation>
    </message>
    <message>
        <source>Highest objectness, as a probability.</source>
        <translation>가장 높은 객체성(확률).</translation>
    </message>
    <message>
        <source>How many of the best boxes are drawn; the table has all of them.</source>
        <translation>상위 몇 개의 박스를 그릴지 정합니다. 표에는 모두 있습니다.</translation>
    </message>
    <message>
        <source>How sure the RPN is that an anchor holds an object.</source>
        <translation>앵커에 객체가 있다고 RPN이 얼마나 확신하는지.</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Input pixels from cell to cell.</source>
        <translation>셀과 셀 사이의 입력 픽셀.</translation>
    </message>
    <message>
        <source>It suppressed one other.</source>
        <translation>다른 박스 하나를 억제했습니다.</translation>
    </message>
    <message>
        <source>It suppressed {count} others.</source>
        <translation>다른 박스 {count}개를 억제했습니다.</translation>
    </message>
    <message>
        <source>Its rival:</source>
        <translation>경쟁자:</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Let go</source>
        <translation>선택 해제</translation>
    </message>
    <message>
        <source>Levels of the pyramid, from fine to coarse.</source>
        <translation>고운 것에서 거친 것 순서의 피라미드 레벨.</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>Mask arena</source>
        <translation>마스크 비교</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>Mean of the channels of each cell:</source>
        <translation>셀마다 채널의 평균:</translation>
    </message>
    <message>
        <source>Moved by</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>No Mask R-CNN is chosen; choose one in the Run panel.</source>
        <translation>고른 Mask R-CNN이 없습니다. 실행 패널에서 고르세요.</translation>
    </message>
    <message>
        <source>Nothing was found, and nothing came near it.</source>
        <translation>찾은 것이 없고, 가까이 온 것도 없습니다.</translation>
    </message>
    <message>
        <source>Nothing was found. The nearest miss is {name} with score {score}.</source>
        <translation>찾은 것이 없습니다. 가장 아깝게 놓친 것은 {name}, 점수 {score}입니다.</translation>
    </message>
    <message>
        <source>Numbers at each cell.</source>
        <translation>셀마다 있는 수의 개수.</translation>
    </message>
    <message>
        <source>Objectness</source>
        <translation>객체성</translation>
    </message>
    <message>
        <source>Objectness {score}, rank {rank} of {count}.</source>
        <translation>객체성 {score}, {count}개 중 {rank}위.</translation>
    </message>
    <message>
        <source>Of all its numbers.</source>
        <translation>모든 수의 평균.</translation>
    </message>
    <message>
        <source>Of the photo's pixels, in percent.</source>
        <translation>사진 픽셀 중 비율(%).</translation>
    </message>
    <message>
        <source>Open a photo, or click a sample: its way through the Mask R-CNN is followed here.</source>
        <translation>사진을 열거나 예제를 누르세요. Mask R-CNN을 지나는 길을 여기서 따라갑니다.</translation>
    </message>
    <message>
        <source>Open in RoI lab</source>
        <translation>RoI 실험실에서 열기</translation>
    </message>
    <message>
        <source>Overlap with the rival that suppressed it.</source>
        <translation>억제한 경쟁자와 겹친 정도.</translation>
    </message>
    <message>
        <source>Padded to</source>
        <translation>패딩 후</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>Photo pixels inside the pasted mask.</source>
        <translation>붙여넣은 마스크 안쪽의 사진 픽셀.</translation>
    </message>
    <message>
        <source>Photo with the stage</source>
        <translation>단계를 그린 사진</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>픽셀</translation>
    </message>
    <message>
        <source>Drawn are the anchors of the surest cell; point at the photo for those of the cell under the pointer. They are the same for every photo; the network only says how sure it is of each, and how to move it.</source>
        <translation>가장 확신하는 셀의 앵커가 그려져 있습니다. 사진을 가리키면 포인터 아래 셀의 앵커가 나타납니다. 앵커는 어느 사진에서나 같습니다. 네트워크는 각 앵커를 얼마나 확신하는지, 어떻게 옮길지만 말합니다.</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>제안</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>제안</translation>
    </message>
    <message>
        <source>Pyramid</source>
        <translation>피라미드</translation>
    </message>
    <message>
        <source>RPN</source>
        <translation>RPN</translation>
    </message>
    <message>
        <source>Read from P{level}; {inside} of {cells} cells are above {limit}.</source>
        <translation>P{level}에서 읽었습니다. 셀 {cells}개 중 {inside}개가 {limit}보다 큽니다.</translation>
    </message>
    <message>
        <source>Resized to</source>
        <translation>크기 조정 후</translation>
    </message>
    <message>
        <source>Run the network: its stages appear here, from the anchors to the pasted masks.</source>
        <translation>네트워크를 실행하세요. 앵커에서 붙여넣은 마스크까지 단계가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Sigmoid of the RPN's logit.</source>
        <translation>RPN 로짓의 시그모이드.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Softmax probability of the class.</source>
        <translation>클래스의 소프트맥스 확률.</translation>
    </message>
    <message>
        <source>Softmax probability that it is no object.</source>
        <translation>객체가 아닐 소프트맥스 확률.</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>퍼짐</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Stages of the network</source>
        <translation>네트워크의 단계</translation>
    </message>
    <message>
        <source>Standard deviation of all its numbers.</source>
        <translation>모든 수의 표준편차.</translation>
    </message>
    <message>
        <source>Stride</source>
        <translation>스트라이드</translation>
    </message>
    <message>
        <source>Table of the stage</source>
        <translation>단계의 표</translation>
    </message>
    <message>
        <source>The best anchors of each level, moved by their deltas and clipped.</source>
        <translation>레벨마다 가장 나은 앵커를 델타로 옮기고 자른 것.</translation>
    </message>
    <message>
        <source>The best of each level, up to the limit before NMS.</source>
        <translation>레벨마다 NMS 전 한도까지의 상위 앵커.</translation>
    </message>
    <message>
        <source>The box head scores every class of every proposal. What is grey is background to it.</source>
        <translation>박스 헤드는 제안마다 모든 클래스의 점수를 매깁니다. 회색은 배경으로 본 것입니다.</translation>
    </message>
    <message>
        <source>The box head's scores: softmax over all classes and the background.</source>
        <translation>박스 헤드의 점수: 모든 클래스와 배경에 대한 소프트맥스.</translation>
    </message>
    <message>
        <source>The class of the detection.</source>
        <translation>검출의 클래스.</translation>
    </message>
    <message>
        <source>The class that it was read as.</source>
        <translation>어떤 클래스로 읽었는지.</translation>
    </message>
    <message>
        <source>The frame is what the network sees; the hatched part is padding, so that every stride divides the size. Zoom in to see single input pixels.</source>
        <translation>테두리 안이 네트워크가 보는 것입니다. 빗금 부분은 모든 스트라이드로 나누어떨어지게 하는 패딩입니다. 확대하면 입력 픽셀이 하나씩 보입니다.</translation>
    </message>
    <message>
        <source>The furthest that it came as any class.</source>
        <translation>어느 클래스로든 가장 멀리 간 곳.</translation>
    </message>
    <message>
        <source>The level of its anchor.</source>
        <translation>앵커의 레벨.</translation>
    </message>
    <message>
        <source>The mask head reads the final boxes again and says, for 28 × 28 cells, how likely each is inside: a sigmoid for each class, so classes do not compete.</source>
        <translation>마스크 헤드는 최종 박스를 다시 읽어 28 × 28 셀마다 안쪽일 확률을 말합니다. 클래스마다 시그모이드라서 클래스끼리 경쟁하지 않습니다.</translation>
    </message>
    <message>
        <source>The masks that every class would draw for one object, side by side.</source>
        <translation>한 객체에 대해 모든 클래스가 그릴 마스크를 나란히 봅니다.</translation>
    </message>
    <message>
        <source>The masks, resized to their boxes and cut at the mask threshold.</source>
        <translation>박스 크기로 바꾸고 마스크 임계값에서 자른 마스크.</translation>
    </message>
    <message>
        <source>The network is running; its stages appear here.</source>
        <translation>네트워크를 실행하는 중입니다. 단계가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>The number that sentences use, from 0.</source>
        <translation>문장에서 쓰는 번호. 0부터 셉니다.</translation>
    </message>
    <message>
        <source>The photo, resized, normalised and padded: what the network sees.</source>
        <translation>크기를 바꾸고 정규화하고 패딩한 사진: 네트워크가 보는 것.</translation>
    </message>
    <message>
        <source>The proposal that was read as this class.</source>
        <translation>이 클래스로 읽은 제안.</translation>
    </message>
    <message>
        <source>The pyramid level that the mask head read.</source>
        <translation>마스크 헤드가 읽은 피라미드 레벨.</translation>
    </message>
    <message>
        <source>The table beside it has the same boxes. A click chooses one, another click the next below.</source>
        <translation>옆의 표에 같은 박스가 있습니다. 누르면 하나를 고르고, 다시 누르면 그 아래 것을 고릅니다.</translation>
    </message>
    <message>
        <source>The three best classes of objects with their softmax scores; sorted by the best.</source>
        <translation>상위 세 객체 클래스와 소프트맥스 점수. 가장 높은 점수로 정렬합니다.</translation>
    </message>
    <message>
        <source>The way of what is chosen, from its anchor to its mask.</source>
        <translation>고른 것이 앵커에서 마스크까지 간 길.</translation>
    </message>
    <message>
        <source>The weights of the chosen Mask R-CNN are missing or damaged; choose another model in the Run panel.</source>
        <translation>고른 Mask R-CNN의 가중치가 없거나 손상되었습니다. 실행 패널에서 다른 모델을 고르세요.</translation>
    </message>
    <message>
        <source>The whole network as a diagram of what it did to the photo.</source>
        <translation>네트워크 전체가 사진에 한 일을 그림으로 봅니다.</translation>
    </message>
    <message>
        <source>These boxes are read by the heads, each from the level that suits its size. The colour says what becomes of it there.</source>
        <translation>헤드가 읽는 박스입니다. 저마다 크기에 맞는 레벨에서 읽습니다. 색은 그곳에서 어떻게 되는지 말합니다.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값의 범위</translation>
    </message>
    <message>
        <source>Views into the Mask R-CNN</source>
        <translation>Mask R-CNN을 보는 방법</translation>
    </message>
    <message>
        <source>What</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>What NMS per class and the limit of detections did to it.</source>
        <translation>클래스별 NMS와 검출 수 한도의 결과.</translation>
    </message>
    <message>
        <source>What the RPN's non-maximum suppression left; the heads read these.</source>
        <translation>RPN의 비최대 억제(NMS)가 남긴 것. 헤드가 이것을 읽습니다.</translation>
    </message>
    <message>
        <source>What the filters and the RPN's NMS did to it.</source>
        <translation>필터와 RPN의 NMS를 거친 결과.</translation>
    </message>
    <message>
        <source>What the heads read it from: ⌊4 + log₂(√(w·h) / 224)⌋, clamped to 2 … 5.</source>
        <translation>헤드가 읽는 레벨: ⌊4 + log₂(√(w·h) / 224)⌋, 2 … 5로 제한.</translation>
    </message>
    <message>
        <source>What the mask head says of each object's box.</source>
        <translation>각 객체의 박스에 대해 마스크 헤드가 말하는 것.</translation>
    </message>
    <message>
        <source>Where the FCN's classes and these objects disagree.</source>
        <translation>FCN의 클래스와 이 객체들이 어긋나는 곳.</translation>
    </message>
    <message>
        <source>Width × height in photo pixels; sorted by area.</source>
        <translation>사진 픽셀로 너비 × 높이. 넓이로 정렬합니다.</translation>
    </message>
    <message>
        <source>Width × height of each kind, in input pixels.</source>
        <translation>종류마다 너비 × 높이(입력 픽셀).</translation>
    </message>
    <message>
        <source>anchor {number}</source>
        <translation>앵커 {number}</translation>
    </message>
    <message>
        <source>as proposed</source>
        <translation>제안된 박스</translation>
    </message>
    <message>
        <source>best {score}</source>
        <translation>최고 {score}</translation>
    </message>
    <message>
        <source>candidate {number}</source>
        <translation>후보 {number}</translation>
    </message>
    <message>
        <source>clamped to {level}</source>
        <translation>{level}(으)로 제한</translation>
    </message>
    <message>
        <source>crowded out</source>
        <translation>자리 부족</translation>
    </message>
    <message>
        <source>detection {number}</source>
        <translation>검출 {number}</translation>
    </message>
    <message>
        <source>in objectness</source>
        <translation>객체성에 포함</translation>
    </message>
    <message>
        <source>in proposals</source>
        <translation>제안에 포함</translation>
    </message>
    <message>
        <source>its rival</source>
        <translation>경쟁자</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>남음</translation>
    </message>
    <message>
        <source>low score</source>
        <translation>낮은 점수</translation>
    </message>
    <message>
        <source>moved by its deltas</source>
        <translation>델타로 옮긴 박스</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>of {count}</source>
        <translation>/ {count}</translation>
    </message>
    <message>
        <source>outranked</source>
        <translation>순위 밖</translation>
    </message>
    <message>
        <source>proposal {number}</source>
        <translation>제안 {number}</translation>
    </message>
    <message>
        <source>proposal {number} as {name}</source>
        <translation>{name}(으)로 읽은 제안 {number}</translation>
    </message>
    <message>
        <source>suppressed</source>
        <translation>억제됨</translation>
    </message>
    <message>
        <source>too small</source>
        <translation>너무 작음</translation>
    </message>
    <message>
        <source>when looked at</source>
        <translation>볼 때 만듦</translation>
    </message>
    <message>
        <source>x1, y1, x2, y2 in photo pixels; sorted by x1.</source>
        <translation>사진 픽셀로 x1, y1, x2, y2. x1로 정렬합니다.</translation>
    </message>
    <message>
        <source>{count} as objects</source>
        <translation>객체 {count}개</translation>
    </message>
    <message>
        <source>{count} masks</source>
        <translation>마스크 {count}개</translation>
    </message>
    <message>
        <source>{count} objects</source>
        <translation>객체 {count}개</translation>
    </message>
    <message>
        <source>{count} of {all}</source>
        <translation>{all}개 중 {count}개</translation>
    </message>
    <message>
        <source>{level}, row {row}, column {column}, kind {kind} of {kinds}: {width} × {height} input pixels.</source>
        <translation>{level}, 행 {row}, 열 {column}, 종류 {kind}/{kinds}: 입력 {width} × {height} 픽셀.</translation>
    </message>
    <message>
        <source>{level}, row {row}, column {column}: {kinds} anchors. The surest is {width} × {height} input pixels with objectness {score}.</source>
        <translation>{level}, 행 {row}, 열 {column}: 앵커 {kinds}개. 가장 확실한 것은 입력 {width} × {height} 픽셀, 객체성 {score}.</translation>
    </message>
    <message>
        <source>{level}: a cell every {stride} input pixels, {across} × {down} photo pixels; {kinds} anchors at each, {count} in all.</source>
        <translation>{level}: 입력 {stride} 픽셀(사진 {across} × {down} 픽셀)마다 셀 하나. 셀마다 앵커 {kinds}개, 모두 {count}개.</translation>
    </message>
    <message>
        <source>{time} ms</source>
        <translation>{time} ms</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>A mask for each person, cat, dog, horse, sheep and cow on everyday photos.</source>
        <translation>일상 사진에서 사람, 고양이, 개, 말, 양, 소마다 마스크를 그립니다.</translation>
    </message>
    <message>
        <source>Became proposal {proposal}: objectness {score:.3f}, rank {rank} of level {level}.</source>
        <translation>제안 {proposal}이(가) 되었습니다: 객체성 {score:.3f}, 레벨 {level}에서 {rank}위.</translation>
    </message>
    <message>
        <source>Died before the RPN's NMS: a side of {side:.2g} input pixels is under {limit}.</source>
        <translation>RPN의 NMS 전에 탈락: 한 변 {side:.2g} 입력 픽셀이 {limit}보다 작습니다.</translation>
    </message>
    <message>
        <source>Died before the RPN's NMS: objectness {score:.3f} is under {limit:.3f}.</source>
        <translation>RPN의 NMS 전에 탈락: 객체성 {score:.3f}이(가) {limit:.3f}보다 낮습니다.</translation>
    </message>
    <message>
        <source>Died before the RPN's NMS: rank {rank} by objectness in level {level}, only {limit} go on.</source>
        <translation>RPN의 NMS 전에 탈락: 레벨 {level}에서 객체성 {rank}위, {limit}개만 넘어갑니다.</translation>
    </message>
    <message>
        <source>Died before the RPN's NMS: rank {rank} by objectness in level {level}, only 1 goes on.</source>
        <translation>RPN의 NMS 전에 탈락: 레벨 {level}에서 객체성 {rank}위, 1개만 넘어갑니다.</translation>
    </message>
    <message>
        <source>Died in the RPN's NMS: suppressed by a candidate with objectness {score:.3f}, IoU {iou:.2f} &gt; {limit:.2f}.</source>
        <translation>RPN의 NMS에서 탈락: 객체성 {score:.3f}인 후보가 억제했습니다. IoU {iou:.2f} &gt; {limit:.2f}.</translation>
    </message>
    <message>
        <source>Died in the RPN's NMS: suppressed by proposal {proposal}, IoU {iou:.2f} &gt; {limit:.2f}.</source>
        <translation>RPN의 NMS에서 탈락: 제안 {proposal}이(가) 억제했습니다. IoU {iou:.2f} &gt; {limit:.2f}.</translation>
    </message>
    <message>
        <source>Mask R-CNN starter</source>
        <translation>Mask R-CNN 기본</translation>
    </message>
    <message>
        <source>Proposal {proposal} as {name} died at the score filter: {score:.3f} is not above {limit:.3f}.</source>
        <translation>{name}(으)로 읽은 제안 {proposal}은(는) 점수 기준에서 탈락: {score:.3f}이(가) {limit:.3f}보다 높지 않습니다.</translation>
    </message>
    <message>
        <source>Proposal {proposal} as {name} died before NMS: a side of {side:.2g} input pixels is under {limit}.</source>
        <translation>{name}(으)로 읽은 제안 {proposal}은(는) NMS 전에 탈락: 한 변 {side:.2g} 입력 픽셀이 {limit}보다 작습니다.</translation>
    </message>
    <message>
        <source>Proposal {proposal} as {name} died in NMS: suppressed by detection {detection}, IoU {iou:.2f} &gt; {limit:.2f}.</source>
        <translation>{name}(으)로 읽은 제안 {proposal}은(는) NMS에서 탈락: 검출 {detection}이(가) 억제했습니다. IoU {iou:.2f} &gt; {limit:.2f}.</translation>
    </message>
    <message>
        <source>Proposal {proposal} as {name} died in NMS: suppressed by proposal {rival}, IoU {iou:.2f} &gt; {limit:.2f}.</source>
        <translation>{name}(으)로 읽은 제안 {proposal}은(는) NMS에서 탈락: 제안 {rival}이(가) 억제했습니다. IoU {iou:.2f} &gt; {limit:.2f}.</translation>
    </message>
    <message>
        <source>Proposal {proposal} as {name} survived NMS at place {place}, but only {limit} detections are kept.</source>
        <translation>{name}(으)로 읽은 제안 {proposal}은(는) NMS를 {place}위로 통과했지만, 검출은 {limit}개만 남깁니다.</translation>
    </message>
    <message>
        <source>Proposal {proposal} as {name} survived NMS at place {place}, but only 1 detection is kept.</source>
        <translation>{name}(으)로 읽은 제안 {proposal}은(는) NMS를 {place}위로 통과했지만, 검출은 1개만 남깁니다.</translation>
    </message>
    <message>
        <source>Proposal {proposal} became detection {detection}: {name}, score {score:.3f}.</source>
        <translation>제안 {proposal}이(가) 검출 {detection}이(가) 되었습니다: {name}, 점수 {score:.3f}.</translation>
    </message>
    <message>
        <source>Survived the RPN's NMS at place {place}, but only {limit} proposals go on.</source>
        <translation>RPN의 NMS를 {place}위로 통과했지만, 제안은 {limit}개만 넘어갑니다.</translation>
    </message>
    <message>
        <source>Survived the RPN's NMS at place {place}, but only 1 proposal goes on.</source>
        <translation>RPN의 NMS를 {place}위로 통과했지만, 제안은 1개만 넘어갑니다.</translation>
    </message>
    <message>
        <source>{model} finds {given}; choose a model that finds {wanted}.</source>
        <translation>{model}은(는) {given}을(를) 찾습니다. {wanted}을(를) 찾는 모델을 고르세요.</translation>
    </message>
</context>
</TS>
