<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>&amp;Copy the picture</source>
        <translation>그림 복사(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>내보내기(&amp;E)…</translation>
    </message>
    <message>
        <source>A width of your own, in pixels.</source>
        <translation>직접 정한 너비(픽셀)입니다.</translation>
    </message>
    <message>
        <source>Boxes, scores and masks as run lengths, with COCO's own category ids.</source>
        <translation>박스, 점수, 런 렝스(RLE) 마스크. 카테고리 번호는 COCO의 것입니다.</translation>
    </message>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>취소했습니다. 아무것도 쓰지 않았습니다.</translation>
    </message>
    <message>
        <source>Choose folder and name.</source>
        <translation>폴더와 이름을 고릅니다.</translation>
    </message>
    <message>
        <source>Class channels (NPZ)</source>
        <translation>클래스 채널(NPZ)</translation>
    </message>
    <message>
        <source>Class ids (PNG)</source>
        <translation>클래스 번호(PNG)</translation>
    </message>
    <message>
        <source>Class probabilities (NPZ)</source>
        <translation>클래스 확률(NPZ)</translation>
    </message>
    <message>
        <source>Classes, COCO (JSON)</source>
        <translation>클래스, COCO(JSON)</translation>
    </message>
    <message>
        <source>Classes, LabelMe (JSON)</source>
        <translation>클래스, LabelMe(JSON)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Close the dialog.</source>
        <translation>대화 상자를 닫습니다.</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand</source>
        <translation>명령으로 복사(&amp;M)</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>명령으로 복사</translation>
    </message>
    <message>
        <source>Copy the command line that writes this file, without the window.</source>
        <translation>창 없이 이 파일을 쓰는 명령줄을 복사합니다.</translation>
    </message>
    <message>
        <source>Draw the borders between classes.</source>
        <translation>클래스 사이의 경계선을 그립니다.</translation>
    </message>
    <message>
        <source>Draw the borders of the objects.</source>
        <translation>객체의 경계선을 그립니다.</translation>
    </message>
    <message>
        <source>Each pixel is its class's number, in VOC's palette; 255 is void.</source>
        <translation>각 픽셀은 클래스 번호이며 VOC 팔레트로 칠합니다. 255는 무효(void)입니다.</translation>
    </message>
    <message>
        <source>Each pixel is its object's number, 1 for the best; 0 is none.</source>
        <translation>각 픽셀은 객체 번호입니다. 1이 점수가 가장 높고 0은 객체가 없는 곳입니다.</translation>
    </message>
    <message>
        <source>Empty: photo, models and read-out.</source>
        <translation>비워 두면 사진, 모델, 판독 이름이 들어갑니다.</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>도판</translation>
    </message>
    <message>
        <source>Figure (PDF)</source>
        <translation>도판(PDF)</translation>
    </message>
    <message>
        <source>Figure (PNG)</source>
        <translation>도판(PNG)</translation>
    </message>
    <message>
        <source>Figure (SVG)</source>
        <translation>도판(SVG)</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>For papers: texts can be searched, the photo is inside without loss.</source>
        <translation>논문용: 글자를 검색할 수 있고 사진은 손실 없이 들어갑니다.</translation>
    </message>
    <message>
        <source>For slides and drawing programs: texts stay texts, the photo is inside.</source>
        <translation>슬라이드와 그리기 프로그램용: 글자는 글자로 남고 사진이 안에 들어갑니다.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>How many pixels make an inch in print.</source>
        <translation>인쇄할 때 1인치를 이루는 픽셀 수입니다.</translation>
    </message>
    <message>
        <source>Names, colours and shares beside the picture.</source>
        <translation>그림 옆에 이름, 색, 비율을 적습니다.</translation>
    </message>
    <message>
        <source>Object ids (PNG)</source>
        <translation>객체 번호(PNG)</translation>
    </message>
    <message>
        <source>Objects, COCO (JSON)</source>
        <translation>객체, COCO(JSON)</translation>
    </message>
    <message>
        <source>Objects, LabelMe (JSON)</source>
        <translation>객체, LabelMe(JSON)</translation>
    </message>
    <message>
        <source>One annotation for each class, with run lengths and COCO's own category ids.</source>
        <translation>클래스마다 주석 하나: 런 렝스(RLE)와 COCO의 카테고리 번호를 씁니다.</translation>
    </message>
    <message>
        <source>One line above the picture.</source>
        <translation>그림 위의 한 줄입니다.</translation>
    </message>
    <message>
        <source>One pixel for each of the photo's.</source>
        <translation>사진의 픽셀 하나에 픽셀 하나입니다.</translation>
    </message>
    <message>
        <source>One-hot: one channel for each class, 1 where a pixel has it.</source>
        <translation>원-핫: 클래스마다 채널 하나, 그 클래스인 픽셀이 1입니다.</translation>
    </message>
    <message>
        <source>Outlines</source>
        <translation>윤곽선</translation>
    </message>
    <message>
        <source>Paint the classes over the photo.</source>
        <translation>사진 위에 클래스를 칠합니다.</translation>
    </message>
    <message>
        <source>Paint the objects over the photo.</source>
        <translation>사진 위에 객체를 칠합니다.</translation>
    </message>
    <message>
        <source>Picture (PNG)</source>
        <translation>그림(PNG)</translation>
    </message>
    <message>
        <source>Picture, title and a legend with names, colours and shares.</source>
        <translation>그림, 제목, 그리고 이름·색·비율이 적힌 범례입니다.</translation>
    </message>
    <message>
        <source>Polygons of a class share a group; a region with a hole is cut in two.</source>
        <translation>한 클래스의 다각형은 한 그룹입니다. 구멍 난 영역은 둘로 나눕니다.</translation>
    </message>
    <message>
        <source>Polygons of an object share a group; a mask with a hole is cut in two.</source>
        <translation>한 객체의 다각형은 한 그룹입니다. 구멍 난 마스크는 둘로 나눕니다.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>미리 보기</translation>
    </message>
    <message>
        <source>Put the command lines that make these results again on the clipboard.</source>
        <translation>이 결과를 다시 만드는 명령줄을 클립보드에 넣습니다.</translation>
    </message>
    <message>
        <source>Put the photo with what is drawn on it on the clipboard.</source>
        <translation>사진과 그 위에 그려진 것을 클립보드에 넣습니다.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>바꾸기</translation>
    </message>
    <message>
        <source>Replace the file that is there.</source>
        <translation>있는 파일을 바꿉니다.</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>해상도</translation>
    </message>
    <message>
        <source>Run a model that finds classes first.</source>
        <translation>먼저 클래스를 찾는 모델을 실행하세요.</translation>
    </message>
    <message>
        <source>Run a model that finds objects first.</source>
        <translation>먼저 객체를 찾는 모델을 실행하세요.</translation>
    </message>
    <message>
        <source>Softmax of every class at every pixel, in half precision.</source>
        <translation>모든 픽셀의 모든 클래스 소프트맥스 값(반정밀도)입니다.</translation>
    </message>
    <message>
        <source>Stop writing; a file that was there stays as it was.</source>
        <translation>쓰기를 멈춥니다. 있던 파일은 그대로입니다.</translation>
    </message>
    <message>
        <source>The command is on the clipboard.</source>
        <translation>명령을 클립보드에 넣었습니다.</translation>
    </message>
    <message>
        <source>The file was not written because something inside Halfpixel failed; the details are in the log.</source>
        <translation>Halfpixel 내부 오류로 파일을 쓰지 못했습니다. 자세한 내용은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>The photo with what is drawn on it, without loss.</source>
        <translation>사진과 그 위에 그려진 것을 손실 없이 담습니다.</translation>
    </message>
    <message>
        <source>The photo's</source>
        <translation>사진 크기</translation>
    </message>
    <message>
        <source>The picture is on the clipboard, {width} × {height} px.</source>
        <translation>그림을 클립보드에 넣었습니다({width} × {height} px).</translation>
    </message>
    <message>
        <source>There is no photo to export; open one, or click a sample.</source>
        <translation>내보낼 사진이 없습니다. 사진을 열거나 예제를 누르세요.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>제목</translation>
    </message>
    <message>
        <source>Title line</source>
        <translation>제목 줄</translation>
    </message>
    <message>
        <source>Type a file name first.</source>
        <translation>먼저 파일 이름을 적으세요.</translation>
    </message>
    <message>
        <source>What kind of file is written.</source>
        <translation>어떤 파일을 쓸지 고릅니다.</translation>
    </message>
    <message>
        <source>Where the file goes.</source>
        <translation>파일을 둘 곳입니다.</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>Width of the picture in pixels; a figure is wider by its margins and legend.</source>
        <translation>그림의 너비(픽셀)입니다. 도판은 여백과 범례만큼 더 넓습니다.</translation>
    </message>
    <message>
        <source>Write a picture, a figure with legend, labels, COCO, LabelMe or NPZ.</source>
        <translation>그림, 범례가 있는 도판, 라벨, COCO, LabelMe, NPZ 파일을 씁니다.</translation>
    </message>
    <message>
        <source>Write file</source>
        <translation>파일 쓰기</translation>
    </message>
    <message>
        <source>Write the file.</source>
        <translation>파일을 씁니다.</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>저장함: {path}</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>There are no classes to write yet; run a model that finds classes first.</source>
        <translation>쓸 클래스가 아직 없습니다. 먼저 클래스를 찾는 모델을 실행하세요.</translation>
    </message>
    <message>
        <source>There are no objects to write yet; run a model that finds objects first.</source>
        <translation>쓸 객체가 아직 없습니다. 먼저 객체를 찾는 모델을 실행하세요.</translation>
    </message>
    <message>
        <source>There is no result that a command could make again; run a model first.</source>
        <translation>명령으로 다시 만들 결과가 없습니다. 먼저 모델을 실행하세요.</translation>
    </message>
    <message>
        <source>{name} has no file that a command could open; save it and open it from there.</source>
        <translation>{name}에는 명령이 열 수 있는 파일이 없습니다. 파일로 저장한 뒤 그것을 여세요.</translation>
    </message>
    <message>
        <source>{operator} with these settings has no word on the command line.</source>
        <translation>이 설정의 {operator}을(를) 나타내는 명령줄 낱말이 없습니다.</translation>
    </message>
    <message>
        <source>{path} is there already; replace it, or choose another name.</source>
        <translation>{path} 파일이 이미 있습니다. 바꾸거나 다른 이름을 고르세요.</translation>
    </message>
</context>
</TS>
