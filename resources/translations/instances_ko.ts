<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>An object's class scores more than this.</source>
        <translation>객체의 클래스 점수가 이보다 높아야 합니다.</translation>
    </message>
    <message>
        <source>A pixel is inside where the mask's probability is more than this.</source>
        <translation>마스크 확률이 이보다 높은 픽셀이 안쪽입니다.</translation>
    </message>
    <message>
        <source>A proposal's objectness is at least this.</source>
        <translation>제안의 객체성이 이 값 이상이어야 합니다.</translation>
    </message>
    <message>
        <source>After NMS</source>
        <translation>NMS 후</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>면적</translation>
    </message>
    <message>
        <source>At most so many objects are kept per photo.</source>
        <translation>사진마다 최대 이만큼의 객체를 남깁니다.</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>박스</translation>
    </message>
    <message>
        <source>Choose an object first, here or on the photo.</source>
        <translation>먼저 여기나 사진에서 객체를 고르세요.</translation>
    </message>
    <message>
        <source>Crop and resize</source>
        <translation>자르고 크기 조정</translation>
    </message>
    <message>
        <source>Object {index}: {name}, score {score}, box {corners}, {share} of the photo.</source>
        <translation>객체 {index}: {name}, 점수 {score}, 박스 {corners}, 사진의 {share}.</translation>
    </message>
    <message>
        <source>Draw each object's box.</source>
        <translation>객체마다 박스를 그립니다.</translation>
    </message>
    <message>
        <source>Draw the borders of the objects (key Shift+O).</source>
        <translation>객체의 경계를 그립니다(Shift+O 키).</translation>
    </message>
    <message>
        <source>Outline ob&amp;jects</source>
        <translation>객체 윤곽선(&amp;J)</translation>
    </message>
    <message>
        <source>Draw the borders of the objects instead of filling them.</source>
        <translation>객체를 채우는 대신 경계를 그립니다.</translation>
    </message>
    <message>
        <source>Draw the objects on the photo.</source>
        <translation>사진 위에 객체를 그립니다.</translation>
    </message>
    <message>
        <source>Fill each object with its colour.</source>
        <translation>객체를 각각의 색으로 채웁니다.</translation>
    </message>
    <message>
        <source>Filter the objects</source>
        <translation>객체 거르기</translation>
    </message>
    <message>
        <source>Its class.</source>
        <translation>객체의 클래스입니다.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>이름표</translation>
    </message>
    <message>
        <source>Mask head</source>
        <translation>마스크 헤드</translation>
    </message>
    <message>
        <source>NMS IoU</source>
        <translation>NMS IoU</translation>
    </message>
    <message>
        <source>No Mask R-CNN is chosen. Choose one in the panel Run.</source>
        <translation>고른 Mask R-CNN이 없습니다. 실행 패널에서 고르세요.</translation>
    </message>
    <message>
        <source>No object's class holds this text.</source>
        <translation>이 글자가 든 클래스의 객체가 없습니다.</translation>
    </message>
    <message>
        <source>Not detected yet</source>
        <translation>아직 검출하지 않음</translation>
    </message>
    <message>
        <source>Nothing differs from the network's own.</source>
        <translation>모두 네트워크의 원래 값입니다.</translation>
    </message>
    <message>
        <source>Nothing found. The nearest miss is {name}, score {score}.</source>
        <translation>찾은 객체가 없습니다. 가장 아깝게 놓친 것은 {name}, 점수 {score}입니다.</translation>
    </message>
    <message>
        <source>Nothing found: no region of the photo was proposed. Lower the thresholds of the proposals.</source>
        <translation>찾은 객체가 없습니다. 제안된 영역도 없으니 제안의 임계값을 낮추세요.</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>객체</translation>
    </message>
    <message>
        <source>Objects found</source>
        <translation>찾은 객체</translation>
    </message>
    <message>
        <source>Of two boxes of a class that overlap by more, the worse one goes.</source>
        <translation>같은 클래스의 두 박스가 이보다 더 겹치면 점수가 낮은 쪽을 버립니다.</translation>
    </message>
    <message>
        <source>Of two proposals of a level that overlap by more, the worse goes.</source>
        <translation>같은 레벨의 두 제안이 이보다 더 겹치면 점수가 낮은 쪽을 버립니다.</translation>
    </message>
    <message>
        <source>Open a photo: the objects found in it appear here.</source>
        <translation>사진을 여세요. 찾은 객체가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>패널</translation>
    </message>
    <message>
        <source>Paste rule</source>
        <translation>붙이기 규칙</translation>
    </message>
    <message>
        <source>Pooling and pasting</source>
        <translation>풀링과 붙이기</translation>
    </message>
    <message>
        <source>RPN NMS IoU</source>
        <translation>RPN NMS IoU</translation>
    </message>
    <message>
        <source>Read the object's box in the RoI lab (Enter).</source>
        <translation>RoI 실험실에서 이 객체의 박스를 읽습니다(Enter).</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>RoIAlign (its own)</source>
        <translation>RoIAlign(원래 것)</translation>
    </message>
    <message>
        <source>RoIAlign, aligned</source>
        <translation>RoIAlign, aligned</translation>
    </message>
    <message>
        <source>RoIPool</source>
        <translation>RoIPool</translation>
    </message>
    <message>
        <source>RoIWarp</source>
        <translation>RoIWarp</translation>
    </message>
    <message>
        <source>Run the models (Ctrl+R): the objects found appear here.</source>
        <translation>모델을 실행하세요(Ctrl+R). 찾은 객체가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Show only objects whose class holds this text.</source>
        <translation>클래스 이름에 이 글자가 든 객체만 보입니다.</translation>
    </message>
    <message>
        <source>So many of the best anchors of each level go into NMS.</source>
        <translation>레벨마다 가장 좋은 앵커 이만큼이 NMS로 갑니다.</translation>
    </message>
    <message>
        <source>So many of the best proposals go to the box head.</source>
        <translation>가장 좋은 제안 이만큼이 박스 헤드로 갑니다.</translation>
    </message>
    <message>
        <source>The arrows choose an object, Enter opens it in the RoI lab.</source>
        <translation>화살표로 객체를 고르고 Enter로 RoI 실험실에서 엽니다.</translation>
    </message>
    <message>
        <source>The box head's softmax probability of the class.</source>
        <translation>박스 헤드가 낸 클래스의 소프트맥스 확률입니다.</translation>
    </message>
    <message>
        <source>The objects are hidden.</source>
        <translation>객체를 숨긴 상태입니다.</translation>
    </message>
    <message>
        <source>The panels that share this place; the arrows change between them.</source>
        <translation>이 자리를 함께 쓰는 패널입니다. 화살표로 바꿉니다.</translation>
    </message>
    <message>
        <source>The object's number, from 0.</source>
        <translation>객체의 번호로, 0부터 셉니다.</translation>
    </message>
    <message>
        <source>The rules before the box head, and how many objects are kept.</source>
        <translation>박스 헤드 앞의 규칙과 남길 객체 수입니다.</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>임계값</translation>
    </message>
    <message>
        <source>Use the network's own thresholds and operators, and torchvision's paste rule.</source>
        <translation>네트워크의 원래 임계값과 연산자, torchvision의 붙이기 규칙을 씁니다.</translation>
    </message>
    <message>
        <source>What reads an object's box for the mask head.</source>
        <translation>마스크 헤드를 위해 객체의 박스를 읽는 연산자입니다.</translation>
    </message>
    <message>
        <source>What reads a proposal for the box head.</source>
        <translation>박스 헤드를 위해 제안을 읽는 연산자입니다.</translation>
    </message>
    <message>
        <source>What share of the photo's pixels the mask covers.</source>
        <translation>마스크가 덮는 사진 픽셀의 비율입니다.</translation>
    </message>
    <message>
        <source>Which operator reads the feature maps, and how masks become pixels.</source>
        <translation>특징 맵을 읽는 연산자와, 마스크가 픽셀이 되는 방법입니다.</translation>
    </message>
    <message>
        <source>Width and height of the box in pixels of the photo.</source>
        <translation>사진 픽셀로 나타낸 박스의 너비와 높이입니다.</translation>
    </message>
    <message>
        <source>Write class and score beside each object.</source>
        <translation>객체 옆에 클래스와 점수를 적습니다.</translation>
    </message>
    <message>
        <source>detectron2's rule: each pixel's centre is read bilinearly in the box as it is.</source>
        <translation>detectron2의 규칙: 박스를 그대로 두고 픽셀 중심마다 쌍선형으로 읽습니다.</translation>
    </message>
    <message>
        <source>torchvision's rule: the box is rounded to whole pixels, and the mask resized to them.</source>
        <translation>torchvision의 규칙: 박스를 정수 픽셀로 맞추고 마스크를 그 크기로 바꿉니다.</translation>
    </message>
    <message>
        <source>{name}, score {score}</source>
        <translation>{name}, 점수 {score}</translation>
    </message>
    <message>
        <source>{shown} of {found} objects</source>
        <translation>객체 {found}개 중 {shown}개</translation>
    </message>
</context>
<context>
    <name>layers</name>
    <message>
        <source>Objects</source>
        <translation>객체</translation>
    </message>
</context>
</TS>
