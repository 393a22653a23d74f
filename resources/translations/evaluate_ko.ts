<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>A click or Enter opens a photo beside its ground truth.</source>
        <translation>클릭하거나 Enter를 누르면 사진을 정답과 나란히 엽니다.</translation>
    </message>
    <message>
        <source>A click or Enter opens a photo beside its ground truth; on a row of figures, the photos that were worst and best by it. A photo's own figure is for sorting: those of the set count all pixels or objects together.</source>
        <translation>클릭하거나 Enter를 누르면 사진을 정답과 나란히 엽니다. 수치 행에서는 그 수치로 가장 나쁜 사진과 가장 좋은 사진을 엽니다. 사진 하나의 수치는 정렬용이며, 집합의 수치는 모든 픽셀이나 객체를 함께 셉니다.</translation>
    </message>
    <message>
        <source>A folder in VOC's, CamVid's or COCO's layout, or images beside labels</source>
        <translation>VOC, CamVid, COCO 구조의 폴더 또는 images와 labels가 나란한 폴더</translation>
    </message>
    <message>
        <source>A part of the data such as val or test; empty for the usual one.</source>
        <translation>val이나 test 같은 데이터의 일부입니다. 비우면 보통 쓰는 것을 씁니다.</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>최대</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>찾아보기…</translation>
    </message>
    <message>
        <source>Ceilings, or every pooling operator</source>
        <translation>상한, 또는 모든 풀링 연산</translation>
    </message>
    <message>
        <source>Choose a model and a folder of photos with ground truth, then Measure.
The figures are those of the whole set; the photos are listed with the worst first.</source>
        <translation>모델과 정답이 있는 사진 폴더를 고르고 측정을 누르세요.
수치는 집합 전체의 것이고, 사진은 나쁜 것부터 나열됩니다.</translation>
    </message>
    <message>
        <source>Choose the folder of a data set</source>
        <translation>데이터 폴더 고르기</translation>
    </message>
    <message>
        <source>Choose the folder.</source>
        <translation>폴더를 고릅니다.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>E&amp;valuate</source>
        <translation>평가(&amp;V)</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>수치 내보내기</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>False</source>
        <translation>오검출</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>수치</translation>
    </message>
    <message>
        <source>Go on with the next photo.</source>
        <translation>다음 사진부터 계속합니다.</translation>
    </message>
    <message>
        <source>Hit</source>
        <translation>맞음</translation>
    </message>
    <message>
        <source>How the files lie; {entry} finds out by itself.</source>
        <translation>파일이 놓인 방식입니다. {entry} 항목은 방식을 스스로 알아냅니다.</translation>
    </message>
    <message>
        <source>IoU {read_out}s</source>
        <translation>IoU {read_out}s</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>구조</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>Measure a model on photos with ground truth.</source>
        <translation>정답이 있는 사진으로 모델을 측정합니다.</translation>
    </message>
    <message>
        <source>Measure so many photos, evenly spread over the data; 0 for all.</source>
        <translation>데이터에서 고르게 뽑아 이만큼만 측정합니다. 0은 전부입니다.</translation>
    </message>
    <message>
        <source>Measure the model on every photo, from the first one on.</source>
        <translation>첫 사진부터 모든 사진으로 모델을 측정합니다.</translation>
    </message>
    <message>
        <source>Measure the papers' tables too: what each stride allows, or RoIPool, RoIWarp and crop-and-resize on the same weights.</source>
        <translation>논문의 표도 측정합니다. 스트라이드마다 가능한 상한, 또는 같은 가중치로 RoIPool, RoIWarp, crop-and-resize를 잽니다.</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>놓침</translation>
    </message>
    <message>
        <source>Opening the data…</source>
        <translation>데이터를 여는 중…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Photos by {figure}, the worst first</source>
        <translation>{figure} 기준 사진, 나쁜 것부터</translation>
    </message>
    <message>
        <source>Photos, the worst first</source>
        <translation>사진, 나쁜 것부터</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>분할</translation>
    </message>
    <message>
        <source>Stop after this photo; the figures so far stay.</source>
        <translation>이 사진까지만 하고 멈춥니다. 지금까지의 수치는 남습니다.</translation>
    </message>
    <message>
        <source>The evaluation failed inside: {error}</source>
        <translation>평가 안에서 오류가 났습니다: {error}</translation>
    </message>
    <message>
        <source>The figures as bars</source>
        <translation>막대로 나타낸 수치</translation>
    </message>
    <message>
        <source>The figures of the whole set. A click or Enter opens the photos that are worst and best by a row.</source>
        <translation>집합 전체의 수치입니다. 클릭하거나 Enter를 누르면 그 행으로 가장 나쁜 사진과 가장 좋은 사진을 엽니다.</translation>
    </message>
    <message>
        <source>The folder of a data set with ground truth.</source>
        <translation>정답이 있는 데이터 폴더입니다.</translation>
    </message>
    <message>
        <source>The model to be measured; only those whose weights are here.</source>
        <translation>측정할 모델입니다. 가중치가 있는 것만 나옵니다.</translation>
    </message>
    <message>
        <source>Which figures are shown.</source>
        <translation>보여 줄 수치입니다.</translation>
    </message>
    <message>
        <source>Write the figures as CSV, JSON or Markdown.</source>
        <translation>수치를 CSV, JSON, Markdown으로 씁니다.</translation>
    </message>
    <message>
        <source>all photos</source>
        <translation>모든 사진</translation>
    </message>
    <message>
        <source>{counted}, {time} left</source>
        <translation>{counted}, {time} 남음</translation>
    </message>
    <message>
        <source>{done} of {total} photos</source>
        <translation>사진 {total}장 중 {done}장</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes}분</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}초</translation>
    </message>
    <message>
        <source>{split}, or all where there is no split</source>
        <translation>{split}, 분할이 없으면 전체</translation>
    </message>
    <message>
        <source>{counted} were measured earlier</source>
        <translation>{counted}을 이전에 측정했습니다</translation>
    </message>
</context>
</TS>
