<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>% of the box</source>
        <translation>박스의 %</translation>
    </message>
    <message>
        <source>A click takes the region under it, of the ground truth if loaded, else of the FCN.</source>
        <translation>누르면 그 아래 영역을 고릅니다. 정답을 불러왔으면 정답의, 아니면 FCN의 영역입니다.</translation>
    </message>
    <message>
        <source>Agreed pixels over all that either network gave the class: the IoU of the two.</source>
        <translation>일치한 픽셀 수를 둘 중 하나라도 그 클래스로 본 픽셀 수로 나눈 값: 두 결과의 IoU.</translation>
    </message>
    <message>
        <source>Agreement of each class</source>
        <translation>클래스별 일치</translation>
    </message>
    <message>
        <source>An object lies where the FCN sees background.</source>
        <translation>FCN이 배경으로 보는 곳에 객체가 있습니다.</translation>
    </message>
    <message>
        <source>Area of the mask against its threshold</source>
        <translation>임계값에 따른 마스크 넓이</translation>
    </message>
    <message>
        <source>Arrow keys choose the channel that is pasted.</source>
        <translation>화살표 키로 붙여넣을 채널을 고릅니다.</translation>
    </message>
    <message>
        <source>Becomes a proposal</source>
        <translation>제안이 됨</translation>
    </message>
    <message>
        <source>Best anchor</source>
        <translation>가장 나은 앵커</translation>
    </message>
    <message>
        <source>Best detections</source>
        <translation>상위 검출</translation>
    </message>
    <message>
        <source>Best of its level before NMS</source>
        <translation>NMS 전 레벨별 상위</translation>
    </message>
    <message>
        <source>Both give the pixel the same class.</source>
        <translation>둘 다 픽셀을 같은 클래스로 봅니다.</translation>
    </message>
    <message>
        <source>Both know both classes, and choose different ones.</source>
        <translation>둘 다 두 클래스를 알지만 서로 다른 것을 고릅니다.</translation>
    </message>
    <message>
        <source>Box, photo px</source>
        <translation>박스, 사진 px</translation>
    </message>
    <message>
        <source>Channel of the label, {name}: {area} px inside.</source>
        <translation>라벨 {name}의 채널: 안쪽 {area} px.</translation>
    </message>
    <message>
        <source>Channel {picked} instead of {own}: nothing is inside either.</source>
        <translation>{own} 대신 {picked} 채널: 둘 다 안쪽 픽셀이 없습니다.</translation>
    </message>
    <message>
        <source>Channel {picked} instead of {own}: {area} px inside instead of {own_area}; IoU {iou:.2f} with the label's own (white).</source>
        <translation>{own} 대신 {picked} 채널: 안쪽이 {own_area} px가 아니라 {area} px. 라벨의 마스크(흰색)와 IoU {iou:.2f}.</translation>
    </message>
    <message>
        <source>Choose a detection, a proposal or a candidate first.</source>
        <translation>먼저 검출, 제안 또는 후보를 고르세요.</translation>
    </message>
    <message>
        <source>Choose the box that came furthest.</source>
        <translation>가장 멀리 간 박스를 고릅니다.</translation>
    </message>
    <message>
        <source>Choose the box that took this one's place.</source>
        <translation>이 박스의 자리를 차지한 박스를 고릅니다.</translation>
    </message>
    <message>
        <source>Chosen box</source>
        <translation>고른 박스</translation>
    </message>
    <message>
        <source>Click an object, or draw a box around one, to see how far the network followed it.</source>
        <translation>객체를 누르거나 둘레에 박스를 그리면 네트워크가 어디까지 따라갔는지 보입니다.</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>비교하는 중…</translation>
    </message>
    <message>
        <source>Detection {index}: {name}, score {score:.3f}</source>
        <translation>검출 {index}: {name}, 점수 {score:.3f}</translation>
    </message>
    <message>
        <source>Drag on the photo around an object.</source>
        <translation>사진에서 객체 둘레를 끌어 그립니다.</translation>
    </message>
    <message>
        <source>Draw a box</source>
        <translation>박스 그리기</translation>
    </message>
    <message>
        <source>Each class decides for itself: 1 / (1 + exp(−logit)). Mask R-CNN's own.</source>
        <translation>클래스마다 따로 정합니다: 1 / (1 + exp(−로짓)). Mask R-CNN의 방식입니다.</translation>
    </message>
    <message>
        <source>Follow boxes of this class only, or of any.</source>
        <translation>이 클래스의 박스만, 또는 모든 클래스의 박스를 따라갑니다.</translation>
    </message>
    <message>
        <source>Follow the best-scored box that no detection covers.</source>
        <translation>어떤 검출도 덮지 않는 박스 중 점수가 가장 높은 것을 따라갑니다.</translation>
    </message>
    <message>
        <source>Follow the box that is chosen in the workspace.</source>
        <translation>작업 공간에서 고른 박스를 따라갑니다.</translation>
    </message>
    <message>
        <source>From 0, the darkest, to 1, the lightest; the same for every class.</source>
        <translation>가장 어두운 0에서 가장 밝은 1까지. 모든 클래스에 같습니다.</translation>
    </message>
    <message>
        <source>From logits to probabilities</source>
        <translation>로짓에서 확률로</translation>
    </message>
    <message>
        <source>Inside at threshold {threshold:.2f}, of the box:</source>
        <translation>임계값 {threshold:.2f}에서 안쪽, 박스 대비:</translation>
    </message>
    <message>
        <source>Layers of the mask head</source>
        <translation>마스크 헤드의 층</translation>
    </message>
    <message>
        <source>Mask R-CNN decides object by object: the box head names a box, then its mask says which pixels belong to it.</source>
        <translation>Mask R-CNN은 객체마다 정합니다. 박스 헤드가 박스의 이름을 정하고, 마스크가 어느 픽셀이 속하는지 말합니다.</translation>
    </message>
    <message>
        <source>Mask R-CNN decides the class in the box head; the mask head draws one mask per class and the label picks its channel. Choose another tile to see what that label would have cut out.</source>
        <translation>Mask R-CNN은 클래스를 박스 헤드에서 정합니다. 마스크 헤드는 클래스마다 마스크를 하나씩 그리고, 라벨이 그중 자기 채널을 고릅니다. 다른 칸을 고르면 그 라벨이었을 때 무엇을 잘라냈을지 보입니다.</translation>
    </message>
    <message>
        <source>Mask R-CNN found no object: wherever the FCN has a class, it stands alone.</source>
        <translation>Mask R-CNN이 객체를 찾지 못했습니다. FCN의 클래스에는 모두 짝이 없습니다.</translation>
    </message>
    <message>
        <source>Mask of each class</source>
        <translation>클래스별 마스크</translation>
    </message>
    <message>
        <source>Moved by the RPN</source>
        <translation>RPN이 옮김</translation>
    </message>
    <message>
        <source>NMS of the RPN</source>
        <translation>RPN의 NMS</translation>
    </message>
    <message>
        <source>NMS per class</source>
        <translation>클래스별 NMS</translation>
    </message>
    <message>
        <source>Nearest miss</source>
        <translation>아깝게 놓친 것</translation>
    </message>
    <message>
        <source>No box of the object came so far.</source>
        <translation>이 객체의 박스는 거기까지 가지 못했습니다.</translation>
    </message>
    <message>
        <source>No detection</source>
        <translation>검출 없음</translation>
    </message>
    <message>
        <source>No object was found, and no proposal either.</source>
        <translation>객체도 제안도 찾지 못했습니다.</translation>
    </message>
    <message>
        <source>No object was found; the nearest miss is {name} with score {score:.3f}. Lower the score threshold to see its masks.</source>
        <translation>객체를 찾지 못했습니다. 가장 아깝게 놓친 것은 {name}, 점수 {score:.3f}입니다. 점수 임계값을 낮추면 마스크가 보입니다.</translation>
    </message>
    <message>
        <source>No rival ended this object.</source>
        <translation>이 객체를 끝낸 경쟁자가 없습니다.</translation>
    </message>
    <message>
        <source>Numbers of pixels.</source>
        <translation>픽셀 수.</translation>
    </message>
    <message>
        <source>Object's class</source>
        <translation>객체의 클래스</translation>
    </message>
    <message>
        <source>One names a class that the other was never taught; classes are the same when their names are.</source>
        <translation>한쪽이 다른 쪽은 배우지 않은 클래스를 말합니다. 이름이 같으면 같은 클래스로 봅니다.</translation>
    </message>
    <message>
        <source>Open a photo, or click a sample; then run Mask R-CNN on it.</source>
        <translation>사진을 열거나 예제를 누른 뒤 Mask R-CNN을 실행하세요.</translation>
    </message>
    <message>
        <source>Open a photo, or click a sample; then run both networks on it.</source>
        <translation>사진을 열거나 예제를 누른 뒤 두 네트워크를 실행하세요.</translation>
    </message>
    <message>
        <source>Own label</source>
        <translation>자기 라벨</translation>
    </message>
    <message>
        <source>Pasted mask on the photo</source>
        <translation>사진에 붙여넣은 마스크</translation>
    </message>
    <message>
        <source>Percent of the box's area within the photo.</source>
        <translation>사진 안에 있는 박스 넓이의 비율(%).</translation>
    </message>
    <message>
        <source>Percent of the photo's pixels.</source>
        <translation>사진 픽셀의 비율(%).</translation>
    </message>
    <message>
        <source>Photo pixels inside the mask.</source>
        <translation>마스크 안쪽의 사진 픽셀 수.</translation>
    </message>
    <message>
        <source>Photo with the map of disagreement</source>
        <translation>불일치 맵을 겹친 사진</translation>
    </message>
    <message>
        <source>Photo with the object's box</source>
        <translation>객체의 박스를 그린 사진</translation>
    </message>
    <message>
        <source>Point at the photo to read what both networks say there.</source>
        <translation>사진을 가리키면 두 네트워크가 그곳을 무엇으로 보는지 나옵니다.</translation>
    </message>
    <message>
        <source>Read by the box head</source>
        <translation>박스 헤드가 읽음</translation>
    </message>
    <message>
        <source>Read the channel of the detection's own label again.</source>
        <translation>검출의 라벨에 해당하는 채널을 다시 읽습니다.</translation>
    </message>
    <message>
        <source>RoI features</source>
        <translation>RoI 특징</translation>
    </message>
    <message>
        <source>Run Mask R-CNN on a photo first.</source>
        <translation>먼저 사진에 Mask R-CNN을 실행하세요.</translation>
    </message>
    <message>
        <source>Run Mask R-CNN on the photo to compare it with the FCN.</source>
        <translation>FCN과 비교하려면 사진에 Mask R-CNN을 실행하세요.</translation>
    </message>
    <message>
        <source>Run Mask R-CNN on the photo; its masks appear here.</source>
        <translation>사진에 Mask R-CNN을 실행하면 마스크가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Run Mask R-CNN on the photo; then draw a box around an object.</source>
        <translation>사진에 Mask R-CNN을 실행한 뒤 객체 둘레에 박스를 그리세요.</translation>
    </message>
    <message>
        <source>Run the FCN on the photo to compare it with Mask R-CNN.</source>
        <translation>Mask R-CNN과 비교하려면 사진에 FCN을 실행하세요.</translation>
    </message>
    <message>
        <source>Scale of the probabilities</source>
        <translation>확률의 눈금</translation>
    </message>
    <message>
        <source>Show box</source>
        <translation>박스 보기</translation>
    </message>
    <message>
        <source>Show rival</source>
        <translation>경쟁자 보기</translation>
    </message>
    <message>
        <source>Show: {verdict}</source>
        <translation>보이기: {verdict}</translation>
    </message>
    <message>
        <source>Sigmoid, per class</source>
        <translation>클래스별 시그모이드</translation>
    </message>
    <message>
        <source>Size and objectness</source>
        <translation>크기와 객체성</translation>
    </message>
    <message>
        <source>Size and score</source>
        <translation>크기와 점수</translation>
    </message>
    <message>
        <source>Softmax, across classes</source>
        <translation>클래스 간 소프트맥스</translation>
    </message>
    <message>
        <source>Something went wrong in the mask arena: {error}</source>
        <translation>마스크 비교에서 문제가 생겼습니다: {error}</translation>
    </message>
    <message>
        <source>The FCN decides pixel by pixel: one softmax over all classes, and it cannot tell one object from the next.</source>
        <translation>FCN은 픽셀마다 정합니다. 모든 클래스에 대한 소프트맥스 하나이며, 객체와 객체를 구별하지 못합니다.</translation>
    </message>
    <message>
        <source>The FCN gives a class that Mask R-CNN knows too, but no object is there.</source>
        <translation>FCN이 말하는 클래스를 Mask R-CNN도 알지만 그곳에 객체가 없습니다.</translation>
    </message>
    <message>
        <source>The classes compete for each cell: exp(logit) over the sum of all classes' exp.</source>
        <translation>셀마다 클래스가 경쟁합니다: exp(로짓)을 모든 클래스의 exp 합으로 나눈 값.</translation>
    </message>
    <message>
        <source>The comparison failed: {error}</source>
        <translation>비교하지 못했습니다: {error}</translation>
    </message>
    <message>
        <source>The mask head is a small FCN on each RoI</source>
        <translation>마스크 헤드는 RoI마다 도는 작은 FCN입니다</translation>
    </message>
    <message>
        <source>The object is found</source>
        <translation>객체를 찾음</translation>
    </message>
    <message>
        <source>There is only background; click an object, or draw a box around one.</source>
        <translation>배경뿐입니다. 객체를 누르거나 둘레에 박스를 그리세요.</translation>
    </message>
    <message>
        <source>Unit of the area</source>
        <translation>넓이의 단위</translation>
    </message>
    <message>
        <source>Unit of the counts</source>
        <translation>개수의 단위</translation>
    </message>
    <message>
        <source>Way of the object through the network</source>
        <translation>객체가 네트워크를 지나는 길</translation>
    </message>
    <message>
        <source>With a softmax the masks of the classes compete; with a sigmoid they do not. Trained each way, the paper reports mask AP 24.8 with softmax and 30.3 with sigmoid. These weights were trained with the sigmoid, which leaves the background's channel untrained: a softmax over it is only a look at what competing would mean.</source>
        <translation>소프트맥스에서는 클래스의 마스크가 경쟁하고, 시그모이드에서는 경쟁하지 않습니다. 각각으로 학습했을 때 논문의 마스크 AP는 소프트맥스 24.8, 시그모이드 30.3입니다. 이 가중치는 시그모이드로 학습해 배경 채널이 학습되지 않았으므로, 소프트맥스는 경쟁이 무엇을 뜻하는지 엿보는 것일 뿐입니다.</translation>
    </message>
    <message>
        <source>a better box overlaps it: IoU {iou:.2f} &gt; {limit:.2f}</source>
        <translation>더 나은 박스가 겹침: IoU {iou:.2f} &gt; {limit:.2f}</translation>
    </message>
    <message>
        <source>agree</source>
        <translation>일치</translation>
    </message>
    <message>
        <source>any class</source>
        <translation>모든 클래스</translation>
    </message>
    <message>
        <source>background to both</source>
        <translation>둘 다 배경</translation>
    </message>
    <message>
        <source>best anchor</source>
        <translation>가장 나은 앵커</translation>
    </message>
    <message>
        <source>box that came furthest</source>
        <translation>가장 멀리 간 박스</translation>
    </message>
    <message>
        <source>detection {detection}: {name}, score {score:.3f}, IoU {iou:.2f}</source>
        <translation>검출 {detection}: {name}, 점수 {score:.3f}, IoU {iou:.2f}</translation>
    </message>
    <message>
        <source>different class</source>
        <translation>다른 클래스</translation>
    </message>
    <message>
        <source>ended here</source>
        <translation>여기서 끝남</translation>
    </message>
    <message>
        <source>logit of {name}</source>
        <translation>{name}의 로짓</translation>
    </message>
    <message>
        <source>mask threshold</source>
        <translation>마스크 임계값</translation>
    </message>
    <message>
        <source>no better box overlaps it by more than {limit:.2f}</source>
        <translation>{limit:.2f}보다 많이 겹치는 더 나은 박스 없음</translation>
    </message>
    <message>
        <source>no loss ever trained the background's channel by its own</source>
        <translation>배경 채널은 따로 학습된 적이 없습니다</translation>
    </message>
    <message>
        <source>no object</source>
        <translation>객체 없음</translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>비교 불가</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>이르지 못함</translation>
    </message>
    <message>
        <source>objectness {score:.3f}, {width:.0f} × {height:.0f} input px</source>
        <translation>객체성 {score:.3f}, 입력 {width:.0f} × {height:.0f} px</translation>
    </message>
    <message>
        <source>only FCN</source>
        <translation>FCN만</translation>
    </message>
    <message>
        <source>only Mask R-CNN</source>
        <translation>Mask R-CNN만</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>통과</translation>
    </message>
    <message>
        <source>photo px inside</source>
        <translation>안쪽 사진 px</translation>
    </message>
    <message>
        <source>place {place} by objectness; at most {limit} passed on</source>
        <translation>객체성 {place}위, 많아야 {limit}개 통과</translation>
    </message>
    <message>
        <source>place {place} by score; at most {limit} kept</source>
        <translation>점수 {place}위, 많아야 {limit}개 남김</translation>
    </message>
    <message>
        <source>proposal {proposal} from {level} as {name}: IoU {before:.2f} → {after:.2f}</source>
        <translation>{level}에서 읽은 제안 {proposal}, {name}: IoU {before:.2f} → {after:.2f}</translation>
    </message>
    <message>
        <source>rank {rank} by objectness in {level}; at most {limit} passed on</source>
        <translation>{level}에서 객체성 {rank}위, 많아야 {limit}개 통과</translation>
    </message>
    <message>
        <source>rival</source>
        <translation>경쟁자</translation>
    </message>
    <message>
        <source>sigmoid</source>
        <translation>시그모이드</translation>
    </message>
    <message>
        <source>softmax</source>
        <translation>소프트맥스</translation>
    </message>
    <message>
        <source>the detection's own label</source>
        <translation>검출의 라벨</translation>
    </message>
    <message>
        <source>x {x}, y {y}: FCN {said}; Mask R-CNN {thing}: {outcome}</source>
        <translation>x {x}, y {y}: FCN {said}, Mask R-CNN {thing}: {outcome}</translation>
    </message>
    <message>
        <source>x1, y1, x2, y2</source>
        <translation>x1, y1, x2, y2</translation>
    </message>
    <message>
        <source>x1, y1, x2, y2 in photo pixels; type four numbers.</source>
        <translation>사진 픽셀로 x1, y1, x2, y2. 수 네 개를 입력하세요.</translation>
    </message>
    <message>
        <source>your box</source>
        <translation>그린 박스</translation>
    </message>
    <message>
        <source>{level}, row {row}, column {column}, kind {kind} of {kinds}: IoU {iou:.2f}, rank {rank} of {size}</source>
        <translation>{level}, 행 {row}, 열 {column}, 종류 {kind}/{kinds}: IoU {iou:.2f}, {size}개 중 {rank}위</translation>
    </message>
    <message>
        <source>{level}: IoU {before:.2f} → {after:.2f}, covers from {least:.2f}</source>
        <translation>{level}: IoU {before:.2f} → {after:.2f}, {least:.2f}부터 덮음</translation>
    </message>
    <message>
        <source>{name}, {verdict}: {pixels} px, {share} of the photo</source>
        <translation>{name}, {verdict}: {pixels} px, 사진의 {share}</translation>
    </message>
    <message>
        <source>{name}: {share:.0f} % of the cells above {threshold:.2f}, highest {highest:.2f}</source>
        <translation>{name}: 셀의 {share:.0f} %가 {threshold:.2f}보다 큼, 최고 {highest:.2f}</translation>
    </message>
    <message>
        <source>{pixels} px, {share}</source>
        <translation>{pixels} px, {share}</translation>
    </message>
    <message>
        <source>{score:.3f}; passes above {limit:.3f}</source>
        <translation>{score:.3f}, {limit:.3f}보다 크면 통과</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>'{text}' is not a box; type four numbers: x1, y1, x2, y2 in photo pixels.</source>
        <translation>'{text}'은(는) 박스가 아닙니다. 사진 픽셀로 수 네 개 x1, y1, x2, y2를 입력하세요.</translation>
    </message>
    <message>
        <source>A class map is (height, width) uint8, not {shape} {dtype}.</source>
        <translation>클래스 맵은 (높이, 너비) uint8이어야 합니다. 받은 것은 {shape} {dtype}입니다.</translation>
    </message>
    <message>
        <source>Class id {id} has no name in {label_set}; compare with its own classes.</source>
        <translation>클래스 번호 {id}의 이름이 {label_set}에 없습니다. 해당 클래스 집합으로 비교하세요.</translation>
    </message>
    <message>
        <source>Mask {number} has no class with a name; give each mask a label from 1.</source>
        <translation>마스크 {number}에 이름 있는 클래스가 없습니다. 마스크마다 1부터 시작하는 라벨을 주세요.</translation>
    </message>
    <message>
        <source>Mask {number} reaches beyond the class map; compare results of the same photo.</source>
        <translation>마스크 {number}이(가) 클래스 맵 밖으로 나갑니다. 같은 사진의 결과를 비교하세요.</translation>
    </message>
    <message>
        <source>No anchor was moved onto it: the best reaches IoU {iou:.2f}.</source>
        <translation>어떤 앵커도 그 위로 옮겨지지 않았습니다. 가장 나은 것의 IoU가 {iou:.2f}입니다.</translation>
    </message>
    <message>
        <source>Proposal {proposal} covered it (IoU {before:.2f}), but the box head moved that to IoU {iou:.2f}.</source>
        <translation>제안 {proposal}이(가) 덮었지만(IoU {before:.2f}), 박스 헤드가 옮겨 IoU {iou:.2f}이(가) 되었습니다.</translation>
    </message>
    <message>
        <source>There are {labels} labels but {masks} masks; give each mask one label.</source>
        <translation>라벨은 {labels}개인데 마스크는 {masks}개입니다. 마스크마다 라벨을 하나씩 주세요.</translation>
    </message>
    <message>
        <source>There is no pixel x {x}, y {y}; the map is {width} x {height} px.</source>
        <translation>x {x}, y {y} 픽셀이 없습니다. 맵은 {width} x {height} px입니다.</translation>
    </message>
</context>
</TS>
