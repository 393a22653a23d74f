<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>A small FCN on every final box: what Mask R-CNN adds</source>
        <translation>최종 박스마다 작은 FCN 하나: Mask R-CNN이 더한 부분</translation>
    </message>
    <message>
        <source>Best of each level</source>
        <translation>단계별 상위 후보</translation>
    </message>
    <message>
        <source>Box head</source>
        <translation>박스 헤드</translation>
    </message>
    <message>
        <source>Class map</source>
        <translation>클래스 맵</translation>
    </message>
    <message>
        <source>Decoder: where it is</source>
        <translation>디코더: 어디에 있는가</translation>
    </message>
    <message>
        <source>Diagram</source>
        <translation>구조도</translation>
    </message>
    <message>
        <source>Each stage halves the sides of its maps.</source>
        <translation>단계마다 맵의 가로세로가 절반이 됩니다.</translation>
    </message>
    <message>
        <source>Encoder and scores: what there is · {time}</source>
        <translation>인코더와 점수: 무엇이 있는가 · {time}</translation>
    </message>
    <message>
        <source>Export SVG…</source>
        <translation>SVG 내보내기…</translation>
    </message>
    <message>
        <source>Export the diagram</source>
        <translation>구조도 내보내기</translation>
    </message>
    <message>
        <source>FCN on {photo}</source>
        <translation>{photo}에 적용한 FCN</translation>
    </message>
    <message>
        <source>Faster R-CNN</source>
        <translation>Faster R-CNN</translation>
    </message>
    <message>
        <source>Faster R-CNN proposes boxes and names them; Mask R-CNN adds a small FCN that draws a mask in each box. Choose a card to see its stage on the photo.</source>
        <translation>Faster R-CNN은 박스를 제안하고 이름을 붙입니다. Mask R-CNN은 박스마다 마스크를 그리는 작은 FCN을 더합니다. 카드를 고르면 그 단계가 사진 위에 나타납니다.</translation>
    </message>
    <message>
        <source>Feature pyramid</source>
        <translation>특징 피라미드</translation>
    </message>
    <message>
        <source>Feature pyramid · {time}</source>
        <translation>특징 피라미드 · {time}</translation>
    </message>
    <message>
        <source>Filter and NMS</source>
        <translation>점수 거르기와 NMS</translation>
    </message>
    <message>
        <source>How the network is shown</source>
        <translation>네트워크를 보는 방식</translation>
    </message>
    <message>
        <source>Mask R-CNN =
Faster R-CNN +
an FCN on RoIs</source>
        <translation>Mask R-CNN =
Faster R-CNN +
RoI마다 FCN</translation>
    </message>
    <message>
        <source>Mask R-CNN on {photo}</source>
        <translation>{photo}에 적용한 Mask R-CNN</translation>
    </message>
    <message>
        <source>Mask head, an FCN</source>
        <translation>마스크 헤드(FCN)</translation>
    </message>
    <message>
        <source>NMS at IoU {iou:g} drops {count:,}</source>
        <translation>IoU {iou:g} NMS로 {count:,}개 탈락</translation>
    </message>
    <message>
        <source>Network input</source>
        <translation>네트워크 입력</translation>
    </message>
    <message>
        <source>Own class, sigmoid</source>
        <translation>자기 클래스, 시그모이드</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>부분</translation>
    </message>
    <message>
        <source>Pasted masks</source>
        <translation>붙인 마스크</translation>
    </message>
    <message>
        <source>Run a Mask R-CNN on a photo to see what each of its stages holds.</source>
        <translation>사진에 Mask R-CNN을 실행하면 단계마다 무엇이 담겼는지 보입니다.</translation>
    </message>
    <message>
        <source>Run an FCN on a photo to see what each of its stages holds.</source>
        <translation>사진에 FCN을 실행하면 단계마다 무엇이 담겼는지 보입니다.</translation>
    </message>
    <message>
        <source>SVG figures (*.svg)</source>
        <translation>SVG 그림 (*.svg)</translation>
    </message>
    <message>
        <source>Save the diagram for a slide, on a light ground.</source>
        <translation>슬라이드에 넣을 수 있게 밝은 바탕의 구조도로 저장합니다.</translation>
    </message>
    <message>
        <source>Scores at stride {stride}</source>
        <translation>스트라이드 {stride} 점수</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Steps of the network</source>
        <translation>네트워크의 단계</translation>
    </message>
    <message>
        <source>Sum at stride {stride}</source>
        <translation>스트라이드 {stride} 합</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>표</translation>
    </message>
    <message>
        <source>The diagram failed: {error}</source>
        <translation>구조도를 그리지 못했습니다: {error}</translation>
    </message>
    <message>
        <source>The encoder learns what is there and loses where; its coarse scores s are upsampled and summed with finer ones. Thick lines are the read-out's way; choose FCN-32s, 16s or 8s to see another, any other card or a × to look into it.</source>
        <translation>인코더는 무엇이 있는지 알아내는 대신 어디인지를 잃습니다. 성긴 점수 s를 업샘플해 더 촘촘한 점수와 더합니다. 굵은 선이 출력의 경로입니다. FCN-32s, 16s, 8s 카드를 고르면 경로가 바뀌고, 다른 카드나 ×를 고르면 그 안을 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>The network as cards and arrows. Arrow keys walk, Enter opens, F shows it whole.</source>
        <translation>네트워크를 카드와 화살표로 보여 줍니다. 화살표 키로 옮기고, Enter로 열고, F로 전체를 봅니다.</translation>
    </message>
    <message>
        <source>The same steps as rows.</source>
        <translation>같은 단계를 행으로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>담긴 것</translation>
    </message>
    <message>
        <source>and as many × 4 deltas</source>
        <translation>델타는 그 4배</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>외 {count}개</translation>
    </message>
    <message>
        <source>best of {count} classes, FCN-{stride}s</source>
        <translation>{count}개 클래스 중 최고, FCN-{stride}s</translation>
    </message>
    <message>
        <source>counted × {gain:.2f}</source>
        <translation>{gain:.2f}배로 더함</translation>
    </message>
    <message>
        <source>drawn: all classes of the best</source>
        <translation>그림: 최고 검출의 모든 클래스</translation>
    </message>
    <message>
        <source>inside where &gt; {mask:g}</source>
        <translation>{mask:g}보다 크면 안쪽</translation>
    </message>
    <message>
        <source>no object above the score</source>
        <translation>점수를 넘는 객체 없음</translation>
    </message>
    <message>
        <source>photo × {scale:.2f}</source>
        <translation>사진 × {scale:.2f}</translation>
    </message>
    <message>
        <source>stride {stride}</source>
        <translation>스트라이드 {stride}</translation>
    </message>
    <message>
        <source>the best {count} drawn</source>
        <translation>상위 {count}개를 그림</translation>
    </message>
    <message>
        <source>{count:,} after NMS at IoU {iou:g}</source>
        <translation>IoU {iou:g} NMS 뒤 {count:,}개</translation>
    </message>
    <message>
        <source>{count:,} before NMS</source>
        <translation>NMS 전 {count:,}개</translation>
    </message>
    <message>
        <source>{count:,} boxes</source>
        <translation>박스 {count:,}개</translation>
    </message>
    <message>
        <source>{count:,} logits</source>
        <translation>로짓 {count:,}개</translation>
    </message>
    <message>
        <source>{count:,} pairs of box and class</source>
        <translation>박스-클래스 쌍 {count:,}개</translation>
    </message>
    <message>
        <source>{count:,} with a score &gt; {score:g}</source>
        <translation>점수 &gt; {score:g}: {count:,}개</translation>
    </message>
    <message>
        <source>{count} at each cell</source>
        <translation>셀마다 {count}개</translation>
    </message>
    <message>
        <source>{node}. Arrow keys walk, Enter opens.</source>
        <translation>{node}. 화살표 키로 옮기고 Enter로 엽니다.</translation>
    </message>
    <message>
        <source>{operator} for boxes</source>
        <translation>박스용 {operator}</translation>
    </message>
    <message>
        <source>{operator} for masks</source>
        <translation>마스크용 {operator}</translation>
    </message>
    <message>
        <source>{shape} cells</source>
        <translation>{shape} 셀</translation>
    </message>
    <message>
        <source>{shape} class logits</source>
        <translation>{shape} 클래스 로짓</translation>
    </message>
    <message>
        <source>{shape} deltas</source>
        <translation>{shape} 델타</translation>
    </message>
    <message>
        <source>{shape} logits</source>
        <translation>{shape} 로짓</translation>
    </message>
    <message>
        <source>{shape} pixels</source>
        <translation>{shape} 픽셀</translation>
    </message>
    <message>
        <source>{shape} probabilities</source>
        <translation>{shape} 확률</translation>
    </message>
    <message>
        <source>{size} px</source>
        <translation>{size} px</translation>
    </message>
</context>
</TS>
