<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>&amp;Commands…</source>
        <translation>명령(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys and gestures</source>
        <translation>키와 동작(&amp;K)</translation>
    </message>
    <message>
        <source>Alt-click in the legend, or S</source>
        <translation>범례에서 Alt+클릭 또는 S</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>화살표 키</translation>
    </message>
    <message>
        <source>Arrow keys; with Shift in smaller steps</source>
        <translation>화살표 키, Shift와 함께는 더 작은 걸음</translation>
    </message>
    <message>
        <source>Blink between two results while comparing</source>
        <translation>비교 중 두 결과를 번갈아 보기</translation>
    </message>
    <message>
        <source>Choose an object</source>
        <translation>객체 선택</translation>
    </message>
    <message>
        <source>Click its mask or its row</source>
        <translation>마스크나 목록의 행 클릭</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>맞는 명령</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>끌기</translation>
    </message>
    <message>
        <source>Double-click an object, or Enter in a list of boxes</source>
        <translation>객체를 두 번 클릭하거나 박스 목록에서 Enter</translation>
    </message>
    <message>
        <source>Every key, and what the mouse does.</source>
        <translation>모든 단축키와 마우스 동작입니다.</translation>
    </message>
    <message>
        <source>Find a command by a few of its letters.</source>
        <translation>글자 몇 개로 명령을 찾습니다.</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>명령이나 키 찾기</translation>
    </message>
    <message>
        <source>Hide the overlays</source>
        <translation>오버레이 숨기기</translation>
    </message>
    <message>
        <source>Hold B</source>
        <translation>B 누르고 있기</translation>
    </message>
    <message>
        <source>Hold Space</source>
        <translation>Space 누르고 있기</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>키</translation>
    </message>
    <message>
        <source>Keys and gestures</source>
        <translation>키와 동작</translation>
    </message>
    <message>
        <source>Mouse and held keys</source>
        <translation>마우스와 누르고 있는 키</translation>
    </message>
    <message>
        <source>Move between the cells of a grid</source>
        <translation>격자의 칸 사이 이동</translation>
    </message>
    <message>
        <source>Move the box in the RoI lab</source>
        <translation>RoI 실험실에서 박스 옮기기</translation>
    </message>
    <message>
        <source>Move the photo</source>
        <translation>사진 옮기기</translation>
    </message>
    <message>
        <source>No command fits; try fewer letters.</source>
        <translation>맞는 명령이 없습니다. 글자를 줄여 보세요.</translation>
    </message>
    <message>
        <source>Read a box in the RoI lab</source>
        <translation>RoI 실험실에서 박스 읽기</translation>
    </message>
    <message>
        <source>Show one class alone</source>
        <translation>한 클래스만 보이기</translation>
    </message>
    <message>
        <source>Show or hide a class</source>
        <translation>클래스 보이기·숨기기</translation>
    </message>
    <message>
        <source>Space in the legend</source>
        <translation>범례에서 Space</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>명령을 입력하세요</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>휠</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>포인터 위치에서 확대·축소</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>Make the change again that was taken back.</source>
        <translation>되돌린 변경을 다시 적용합니다.</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>아직 바꾼 것이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing was undone.</source>
        <translation>되돌린 것이 없습니다.</translation>
    </message>
    <message>
        <source>Take back the last change of classes, colours, look or thresholds; in the RoI lab, of the box.</source>
        <translation>클래스, 색, 모양, 임계값의 마지막 변경을 되돌립니다. RoI 실험실에서는 박스의 변경을 되돌립니다.</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>로그(&amp;L)</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>모두 복사</translation>
    </message>
    <message>
        <source>Halfpixel ended unexpectedly last time; what was open is as it was last saved.</source>
        <translation>지난번에 Halfpixel이 예기치 않게 끝났습니다. 마지막으로 저장된 상태를 불러왔습니다.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Nothing was written yet.</source>
        <translation>아직 기록된 것이 없습니다.</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>보고서 보기</translation>
    </message>
    <message>
        <source>The log is {path}.</source>
        <translation>로그 파일은 {path}입니다.</translation>
    </message>
    <message>
        <source>The program ended unexpectedly last time:</source>
        <translation>지난번에 프로그램이 예기치 않게 끝났습니다:</translation>
    </message>
    <message>
        <source>What happened inside, for a developer to read.</source>
        <translation>안에서 일어난 일을 개발자가 읽을 수 있게 보여 줍니다.</translation>
    </message>
    <message>
        <source>Photos of the f&amp;older</source>
        <translation>폴더의 사진(&amp;O)</translation>
    </message>
    <message>
        <source>Photos of the folder</source>
        <translation>폴더의 사진</translation>
    </message>
    <message>
        <source>Show the folder's photos in a strip below the photo.</source>
        <translation>폴더의 사진을 사진 아래 띠에 보여 줍니다.</translation>
    </message>
    <message>
        <source>A few letters of it are enough; Enter runs the chosen one.</source>
        <translation>글자 몇 개면 됩니다. Enter를 누르면 고른 명령을 실행합니다.</translation>
    </message>
    <message>
        <source>Click a command to run it.</source>
        <translation>명령을 클릭하면 실행합니다.</translation>
    </message>
    <message>
        <source>Only rows that hold these letters are listed.</source>
        <translation>이 글자가 있는 행만 나옵니다.</translation>
    </message>
    <message>
        <source>Put the whole text on the clipboard.</source>
        <translation>글 전체를 클립보드에 넣습니다.</translation>
    </message>
    <message>
        <source>The arrows open the photo before and after the present one.</source>
        <translation>화살표 키로 앞뒤 사진을 엽니다.</translation>
    </message>
    <message>
        <source>Close this window.</source>
        <translation>이 창을 닫습니다.</translation>
    </message>
    <message>
        <source>User &amp;guide</source>
        <translation>사용 안내서(&amp;G)</translation>
    </message>
    <message>
        <source>Open the page that says what is where.</source>
        <translation>무엇이 어디에 있는지 알려 주는 문서를 엽니다.</translation>
    </message>
    <message>
        <source>&amp;About Halfpixel</source>
        <translation>Halfpixel 정보(&amp;A)</translation>
    </message>
    <message>
        <source>About Halfpixel</source>
        <translation>Halfpixel 정보</translation>
    </message>
    <message>
        <source>Version, licence and the libraries that it stands on.</source>
        <translation>버전, 라이선스, 그리고 사용하는 라이브러리입니다.</translation>
    </message>
    <message>
        <source>Halfpixel shows what FCN and Mask R-CNN do to your photo, down to the half pixel.</source>
        <translation>Halfpixel은 FCN과 Mask R-CNN이 사진을 어떻게 처리하는지 반 픽셀 단위까지 보여 줍니다.</translation>
    </message>
    <message>
        <source>System: {system}</source>
        <translation>시스템: {system}</translation>
    </message>
    <message>
        <source>Licence: {licence}</source>
        <translation>라이선스: {licence}</translation>
    </message>
    <message>
        <source>The user guide was not installed with the program; it is docs/guide.md in Halfpixel's source.</source>
        <translation>사용 안내서가 프로그램과 함께 설치되지 않았습니다. Halfpixel 소스의 docs/guide.md에 있습니다.</translation>
    </message>
    <message>
        <source>No program here opens {path}; open that file in a text editor.</source>
        <translation>{path}을(를) 여는 프로그램이 없습니다. 텍스트 편집기로 여세요.</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>설치되지 않음</translation>
    </message>
</context>
</TS>
