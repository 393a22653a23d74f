<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>Photo</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>The photo with its overlays. The wheel zooms, dragging pans.</source>
        <translation>사진과 오버레이. 휠로 확대하고 끌어서 옮깁니다.</translation>
    </message>
</context>
<context>
    <name>app</name>
    <message>
        <source>&amp;100 %</source>
        <translation>100 %(&amp;1)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>취소(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>어둡게(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>화면에 맞춤(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Hide all classes</source>
        <translation>모든 클래스 숨기기(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>언어(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Less opaque</source>
        <translation>더 투명하게(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>밝게(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>모델(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;More opaque</source>
        <translation>더 불투명하게(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Next photo</source>
        <translation>다음 사진(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>열기(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Outline classes</source>
        <translation>클래스 윤곽선(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Overlay</source>
        <translation>오버레이(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>패널(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>붙여넣기(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Recent photos</source>
        <translation>최근 사진(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>배치 초기화(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Sample photos</source>
        <translation>예제 사진(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>테마(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>A pasted photo has no next one; open a file, a folder or a sample first.</source>
        <translation>붙여넣은 사진에는 다음 사진이 없습니다. 먼저 파일, 폴더 또는 예제를 여세요.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>모든 파일 (*)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>시스템 설정 따름(&amp;S)</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>CUDA (NVIDIA)</source>
        <translation>CUDA (NVIDIA)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>셀</translation>
    </message>
    <message>
        <source>Choose a colour for {name} (Enter).</source>
        <translation>{name}의 색을 고릅니다(Enter).</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Classes present</source>
        <translation>사진에 있는 클래스</translation>
    </message>
    <message>
        <source>Close Halfpixel.</source>
        <translation>Halfpixel을 닫습니다.</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>이 메시지 닫기</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Colour as #rrggbb</source>
        <translation>#rrggbb 형식의 색</translation>
    </message>
    <message>
        <source>Colour of {name}</source>
        <translation>{name}의 색</translation>
    </message>
    <message>
        <source>Dark window.</source>
        <translation>어두운 창.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Device of the last run</source>
        <translation>마지막 실행에 쓴 장치</translation>
    </message>
    <message>
        <source>Draw the borders of the classes (key O).</source>
        <translation>클래스의 경계를 그립니다(O 키).</translation>
    </message>
    <message>
        <source>Draw the borders of the classes instead of filling them.</source>
        <translation>클래스를 채우는 대신 경계를 그립니다.</translation>
    </message>
    <message>
        <source>Drop a photo or a folder here</source>
        <translation>사진이나 폴더를 여기에 놓으세요</translation>
    </message>
    <message>
        <source>FCN-16s: stride 32 fused with stride 16 (key 2).</source>
        <translation>FCN-16s: 스트라이드 32를 16과 결합(2 키).</translation>
    </message>
    <message>
        <source>FCN-32s: the scores at stride 32 alone (key 1).</source>
        <translation>FCN-32s: 스트라이드 32의 점수만(1 키).</translation>
    </message>
    <message>
        <source>FCN-8s: strides 32, 16 and 8 fused (key 3).</source>
        <translation>FCN-8s: 스트라이드 32, 16, 8을 결합(3 키).</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>채우기</translation>
    </message>
    <message>
        <source>Fill each class with its colour.</source>
        <translation>클래스마다 제 색으로 채웁니다.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>거르기</translation>
    </message>
    <message>
        <source>Filter the legend</source>
        <translation>범례 거르기</translation>
    </message>
    <message>
        <source>Formula of the probabilities</source>
        <translation>확률의 수식</translation>
    </message>
    <message>
        <source>Formula of the read-out</source>
        <translation>출력의 수식</translation>
    </message>
    <message>
        <source>Hide all classes</source>
        <translation>모든 클래스 숨기기</translation>
    </message>
    <message>
        <source>Hide every class.</source>
        <translation>모든 클래스를 숨깁니다.</translation>
    </message>
    <message>
        <source>Hide the panel {name}</source>
        <translation>{name} 패널 숨기기</translation>
    </message>
    <message>
        <source>How far the run is.</source>
        <translation>실행이 얼마나 진행되었는지 보여 줍니다.</translation>
    </message>
    <message>
        <source>How much of the overlay is seen; [ and ] change it by 10 %.</source>
        <translation>오버레이가 보이는 정도. [ 와 ] 키로 10 %씩 바꿉니다.</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>범례</translation>
    </message>
    <message>
        <source>Light or dark as the system is.</source>
        <translation>시스템에 따라 밝거나 어둡게 표시합니다.</translation>
    </message>
    <message>
        <source>Light window.</source>
        <translation>밝은 창.</translation>
    </message>
    <message>
        <source>Looking at the models…</source>
        <translation>모델을 살펴보는 중…</translation>
    </message>
    <message>
        <source>Lower the overlay's opacity by 10 %.</source>
        <translation>오버레이의 불투명도를 10 % 낮춥니다.</translation>
    </message>
    <message>
        <source>MPS (Apple)</source>
        <translation>MPS (Apple)</translation>
    </message>
    <message>
        <source>Memory that Halfpixel uses now</source>
        <translation>Halfpixel이 지금 쓰는 메모리</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Model of the result</source>
        <translation>결과를 낸 모델</translation>
    </message>
    <message>
        <source>No class's name holds this text.</source>
        <translation>이 글자가 든 클래스 이름이 없습니다.</translation>
    </message>
    <message>
        <source>No photo was opened from a file yet</source>
        <translation>아직 파일에서 연 사진이 없습니다</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Not segmented yet</source>
        <translation>아직 분할하지 않음</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>실행 중인 작업이 없습니다.</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>불투명도</translation>
    </message>
    <message>
        <source>Opacity in percent.</source>
        <translation>퍼센트로 나타낸 불투명도.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>파일 열기…</translation>
    </message>
    <message>
        <source>Open a photo</source>
        <translation>사진 열기</translation>
    </message>
    <message>
        <source>Open a photo first.</source>
        <translation>먼저 사진을 여세요.</translation>
    </message>
    <message>
        <source>Open a photo from a file.</source>
        <translation>파일에서 사진을 엽니다.</translation>
    </message>
    <message>
        <source>Open reduced</source>
        <translation>축소해서 열기</translation>
    </message>
    <message>
        <source>Open the next photo of the folder.</source>
        <translation>폴더의 다음 사진을 엽니다.</translation>
    </message>
    <message>
        <source>Open the photo that the clipboard holds.</source>
        <translation>클립보드에 있는 사진을 엽니다.</translation>
    </message>
    <message>
        <source>Open the previous photo of the folder.</source>
        <translation>폴더의 이전 사진을 엽니다.</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>윤곽선</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>팔레트</translation>
    </message>
    <message>
        <source>Palette's colour</source>
        <translation>팔레트 색</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>Pasted image</source>
        <translation>붙여넣은 이미지</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>사진 ({patterns})</translation>
    </message>
    <message>
        <source>Pixel</source>
        <translation>픽셀</translation>
    </message>
    <message>
        <source>Pixel under the pointer</source>
        <translation>포인터 아래 픽셀</translation>
    </message>
    <message>
        <source>Point at the photo</source>
        <translation>사진을 가리켜 보세요</translation>
    </message>
    <message>
        <source>Pre&amp;vious photo</source>
        <translation>이전 사진(&amp;V)</translation>
    </message>
    <message>
        <source>Preparing the input</source>
        <translation>입력 준비</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>문제</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>실행 진행률</translation>
    </message>
    <message>
        <source>Put every panel back where it was.</source>
        <translation>모든 패널을 처음 자리로 되돌립니다.</translation>
    </message>
    <message>
        <source>Raise the overlay's opacity by 10 %.</source>
        <translation>오버레이의 불투명도를 10 % 높입니다.</translation>
    </message>
    <message>
        <source>Read-out</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Read-out FCN-&amp;16s</source>
        <translation>FCN-16s 출력(&amp;1)</translation>
    </message>
    <message>
        <source>Read-out FCN-&amp;32s</source>
        <translation>FCN-32s 출력(&amp;3)</translation>
    </message>
    <message>
        <source>Read-out FCN-&amp;8s</source>
        <translation>FCN-8s 출력(&amp;8)</translation>
    </message>
    <message>
        <source>Read-out and overlay</source>
        <translation>출력과 오버레이</translation>
    </message>
    <message>
        <source>Reading out</source>
        <translation>출력 계산</translation>
    </message>
    <message>
        <source>Reading the weights</source>
        <translation>가중치 읽기</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>{name} 읽는 중…</translation>
    </message>
    <message>
        <source>Recent photo: {name}</source>
        <translation>최근 사진: {name}</translation>
    </message>
    <message>
        <source>Recent photos</source>
        <translation>최근 사진</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Run a model on a photo first.</source>
        <translation>먼저 사진에 모델을 실행하세요.</translation>
    </message>
    <message>
        <source>Run the chosen models on the photo (Ctrl+R).</source>
        <translation>고른 모델을 사진에 실행합니다(Ctrl+R).</translation>
    </message>
    <message>
        <source>Run the chosen models on the photo.</source>
        <translation>고른 모델을 사진에 실행합니다.</translation>
    </message>
    <message>
        <source>Running the score heads</source>
        <translation>점수 헤드 실행</translation>
    </message>
    <message>
        <source>Running the trunk</source>
        <translation>트렁크 실행</translation>
    </message>
    <message>
        <source>Sample photo: {title}</source>
        <translation>예제 사진: {title}</translation>
    </message>
    <message>
        <source>Sample photos</source>
        <translation>예제 사진</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보이기</translation>
    </message>
    <message>
        <source>Show &amp;all classes</source>
        <translation>모든 클래스 보이기(&amp;A)</translation>
    </message>
    <message>
        <source>Show all classes</source>
        <translation>모든 클래스 보이기</translation>
    </message>
    <message>
        <source>Show every class but the background.</source>
        <translation>배경을 뺀 모든 클래스를 보입니다.</translation>
    </message>
    <message>
        <source>Show one photo pixel on one screen pixel.</source>
        <translation>사진의 한 픽셀을 화면의 한 픽셀에 표시합니다.</translation>
    </message>
    <message>
        <source>Show only classes whose name holds this text.</source>
        <translation>이름에 이 글자가 든 클래스만 표시합니다.</translation>
    </message>
    <message>
        <source>Show or hide {name} (Space).</source>
        <translation>{name} 보이기 또는 숨기기(스페이스).</translation>
    </message>
    <message>
        <source>Show stride 32 fused with stride 16.</source>
        <translation>스트라이드 32를 16과 결합해 표시합니다.</translation>
    </message>
    <message>
        <source>Show strides 32, 16 and 8 fused.</source>
        <translation>스트라이드 32, 16, 8을 결합해 표시합니다.</translation>
    </message>
    <message>
        <source>Show the scores at stride 32 alone.</source>
        <translation>스트라이드 32의 점수만 표시합니다.</translation>
    </message>
    <message>
        <source>Show the whole photo.</source>
        <translation>사진 전체를 표시합니다.</translation>
    </message>
    <message>
        <source>Show the window in this language.</source>
        <translation>창을 이 언어로 표시합니다.</translation>
    </message>
    <message>
        <source>Show what a developer would want to know. It is in the log too.</source>
        <translation>개발자가 알고 싶어 할 내용을 표시합니다. 로그에도 있습니다.</translation>
    </message>
    <message>
        <source>Show {name} alone, or all again (S).</source>
        <translation>{name}만 보이거나 다시 모두 보입니다(S).</translation>
    </message>
    <message>
        <source>Softmax over this pixel's logits l, one for each class k.</source>
        <translation>클래스 k마다 하나인 이 픽셀의 로짓 l에 대한 소프트맥스.</translation>
    </message>
    <message>
        <source>Softmax probability of this pixel.</source>
        <translation>이 픽셀의 소프트맥스 확률.</translation>
    </message>
    <message>
        <source>Solo</source>
        <translation>단독</translation>
    </message>
    <message>
        <source>Something inside Halfpixel failed ({kind}); what you see is unchanged. The details are in the log, {log}.</source>
        <translation>Halfpixel 내부에서 오류가 났습니다({kind}). 보이는 내용은 그대로입니다. 자세한 내용은 로그 {log}에 있습니다.</translation>
    </message>
    <message>
        <source>Space shows or hides a class, S shows it alone, Enter chooses its colour.</source>
        <translation>스페이스로 클래스를 보이거나 숨기고, S로 단독 표시하며, Enter로 색을 고릅니다.</translation>
    </message>
    <message>
        <source>Starting PyTorch</source>
        <translation>PyTorch 시작</translation>
    </message>
    <message>
        <source>Proposing regions</source>
        <translation>영역 제안 중</translation>
    </message>
    <message>
        <source>Running the box head</source>
        <translation>박스 헤드 실행</translation>
    </message>
    <message>
        <source>Running the mask head</source>
        <translation>마스크 헤드 실행</translation>
    </message>
    <message>
        <source>Pasting the masks</source>
        <translation>마스크 붙여 넣기</translation>
    </message>
    <message>
        <source>&amp;Mask R-CNN</source>
        <translation>&amp;Mask R-CNN</translation>
    </message>
    <message>
        <source>Follow one object from its anchor to its mask.</source>
        <translation>한 객체를 앵커에서 마스크까지 따라갑니다.</translation>
    </message>
    <message>
        <source>Mask R-CNN</source>
        <translation>Mask R-CNN</translation>
    </message>
    <message>
        <source>Stop the run (Esc); the present result stays.</source>
        <translation>실행을 멈춥니다(Esc). 지금 결과는 그대로 남습니다.</translation>
    </message>
    <message>
        <source>Stop the run; the present result stays.</source>
        <translation>실행을 멈춥니다. 지금 결과는 그대로 남습니다.</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>The cell of the score map, at the read-out's stride, that this pixel lies in.</source>
        <translation>출력 스트라이드의 점수 맵에서 이 픽셀이 속한 셀.</translation>
    </message>
    <message>
        <source>The classes found in the photo appear here.</source>
        <translation>사진에서 찾은 클래스가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>The clipboard holds no image and no file; copy one of them first.</source>
        <translation>클립보드에 이미지도 파일도 없습니다. 먼저 하나를 복사하세요.</translation>
    </message>
    <message>
        <source>The FCN that gives every pixel a class.</source>
        <translation>모든 픽셀에 클래스를 주는 FCN.</translation>
    </message>
    <message>
        <source>The Mask R-CNN that finds objects, each with a mask.</source>
        <translation>객체를 찾고 각각의 마스크를 그리는 Mask R-CNN.</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>객체</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Objects: {count} in {seconds} s</source>
        <translation>객체 {count}개, {seconds}초</translation>
    </message>
    <message>
        <source>The photo with its overlays. The wheel zooms, dragging pans, Space hides the overlays while it is held.</source>
        <translation>사진과 오버레이. 휠로 확대하고, 끌어서 옮기며, 스페이스를 누르고 있는 동안 오버레이를 숨깁니다.</translation>
    </message>
    <message>
        <source>There is no photo to run on; open one, or click a sample.</source>
        <translation>실행할 사진이 없습니다. 사진을 열거나 예제를 누르세요.</translation>
    </message>
    <message>
        <source>This machine has no such device.</source>
        <translation>이 컴퓨터에는 그런 장치가 없습니다.</translation>
    </message>
    <message>
        <source>Time of the last run: the model alone</source>
        <translation>마지막 실행 시간(모델만)</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>도구 모음</translation>
    </message>
    <message>
        <source>Type a colour as #rrggbb and press Enter.</source>
        <translation>#rrggbb 형식으로 색을 입력하고 Enter를 누르세요.</translation>
    </message>
    <message>
        <source>Use the palette's colour for this class again.</source>
        <translation>이 클래스에 다시 팔레트 색을 씁니다.</translation>
    </message>
    <message>
        <source>Waiting for the worker</source>
        <translation>작업 스레드를 기다리는 중</translation>
    </message>
    <message>
        <source>Where the network runs.</source>
        <translation>네트워크가 실행되는 곳.</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>확대(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>축소(&amp;O)</translation>
    </message>
    <message>
        <source>Zoom in on the middle; the wheel zooms at the pointer.</source>
        <translation>가운데를 확대합니다. 휠은 포인터 위치를 확대합니다.</translation>
    </message>
    <message>
        <source>Zoom out from the middle; the wheel zooms at the pointer.</source>
        <translation>가운데에서 축소합니다. 휠은 포인터 위치에서 축소합니다.</translation>
    </message>
    <message>
        <source>Zoom: screen pixels for each photo pixel</source>
        <translation>배율: 사진 픽셀 하나당 화면 픽셀 수</translation>
    </message>
    <message>
        <source>device: {device}</source>
        <translation>장치: {device}</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>숨김</translation>
    </message>
    <message>
        <source>s: score map at a stride; up: bilinear upsampling by a factor.</source>
        <translation>s: 스트라이드별 점수 맵, up: 배수만큼 쌍선형 업샘플링.</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>보임</translation>
    </message>
    <message>
        <source>stride {stride}, column {column}, row {row}</source>
        <translation>스트라이드 {stride}, 열 {column}, 행 {row}</translation>
    </message>
    <message>
        <source>{name}, class {id}. Alt-click shows it alone.</source>
        <translation>{name}, 클래스 {id}. Alt-클릭하면 단독으로 표시합니다.</translation>
    </message>
    <message>
        <source>{name}, {width} × {height} px</source>
        <translation>{name}, {width} × {height} px</translation>
    </message>
    <message>
        <source>{ready} of {count} starter models are ready; reinstall Halfpixel to mend the others.</source>
        <translation>기본 모델 {count}개 중 {ready}개가 준비되었습니다. 나머지는 Halfpixel을 다시 설치하면 고쳐집니다.</translation>
    </message>
    <message>
        <source>{ready} starter models are ready; nothing needs to be downloaded.</source>
        <translation>기본 모델 {ready}개가 준비되었습니다. 내려받을 것은 없습니다.</translation>
    </message>
    <message>
        <source>{seconds} s on {device}, input {width} × {height} px</source>
        <translation>{device}에서 {seconds}초, 입력 {width} × {height} px</translation>
    </message>
    <message>
        <source>{share} of the photo's pixels.</source>
        <translation>사진 픽셀의 {share}.</translation>
    </message>
    <message>
        <source>{title} — weights damaged</source>
        <translation>{title} — 가중치 손상</translation>
    </message>
    <message>
        <source>{title} — weights missing</source>
        <translation>{title} — 가중치 없음</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Became detection {detection}, but as {name} with score {score:.3f}; {wanted} got {wanted_score:.3f}.</source>
        <translation>검출 {detection}이(가) 되었지만 {name}(으)로, 점수 {score:.3f}입니다. {wanted}의 점수는 {wanted_score:.3f}입니다.</translation>
    </message>
    <message>
        <source>The box {box} has no area; draw it around the object.</source>
        <translation>상자 {box}의 넓이가 0입니다. 물체를 둘러싸도록 그리세요.</translation>
    </message>
    <message>
        <source>The weight file {path} describes a network that cannot be built; import the file that it was made from again.</source>
        <translation>가중치 파일 {path}에 적힌 네트워크는 만들 수 없습니다. 이 파일의 원본을 다시 가져오세요.</translation>
    </message>
    <message>
        <source>The weight file {path} has upsampling kernels that are not bilinear ({name}), which this architecture keeps fixed; choose one that was trained with fixed kernels.</source>
        <translation>가중치 파일 {path}의 업샘플링 커널이 쌍선형이 아닙니다({name}). 이 구조에서는 커널이 고정되어 있으니 고정된 커널로 학습한 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} names other classes than {label_set}; choose a file made for it.</source>
        <translation>가중치 파일 {path}의 클래스가 {label_set}과(와) 다릅니다. 맞는 파일을 고르세요.</translation>
    </message>
    <message>
        <source>There is no class {label}; classes count from 1 to {last}.</source>
        <translation>클래스 {label}은(는) 없습니다. 클래스는 1부터 {last}까지입니다.</translation>
    </message>
    <message>
        <source>A palette has 1 to {most} classes, not {number}; choose a smaller label set.</source>
        <translation>팔레트의 클래스는 1~{most}개이며 {number}개는 안 됩니다. 더 작은 레이블 집합을 고르세요.</translation>
    </message>
    <message>
        <source>Astronaut</source>
        <translation>우주비행사</translation>
    </message>
    <message>
        <source>CamVid's 11 classes on street scenes seen from a car.</source>
        <translation>차에서 본 거리 장면의 CamVid 11개 클래스.</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>카메라</translation>
    </message>
    <message>
        <source>Cat</source>
        <translation>고양이</translation>
    </message>
    <message>
        <source>Coffee</source>
        <translation>커피</translation>
    </message>
    <message>
        <source>Converted from CIELAB to RGB.</source>
        <translation>CIELAB에서 RGB로 변환했습니다.</translation>
    </message>
    <message>
        <source>Converted from CMYK to RGB by a formula, because it carries no usable colour profile.</source>
        <translation>쓸 수 있는 색 프로파일이 없어 CMYK를 공식으로 RGB로 변환했습니다.</translation>
    </message>
    <message>
        <source>Converted from CMYK to RGB by its colour profile.</source>
        <translation>색 프로파일에 따라 CMYK를 RGB로 변환했습니다.</translation>
    </message>
    <message>
        <source>FCN everyday</source>
        <translation>FCN 일상</translation>
    </message>
    <message>
        <source>FCN street</source>
        <translation>FCN 거리</translation>
    </message>
    <message>
        <source>Greyscale: the three channels are equal.</source>
        <translation>회색조: 세 채널이 같습니다.</translation>
    </message>
    <message>
        <source>Memory ran out while running {what}, even with a smaller input; close other programs and run again.</source>
        <translation>{what} 실행 중 입력을 줄여도 메모리가 모자랐습니다. 다른 프로그램을 닫고 다시 실행하세요.</translation>
    </message>
    <message>
        <source>Memory ran out while running {what}; close other programs and try again.</source>
        <translation>{what} 실행 중 메모리가 모자랐습니다. 다른 프로그램을 닫고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>Memory ran out, and what you see is unchanged; close other programs, or open a smaller photo, and try again.</source>
        <translation>메모리가 모자랐으며 보이는 것은 그대로입니다. 다른 프로그램을 닫거나 더 작은 사진을 열고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>More than 8 bits per channel, scaled to 8.</source>
        <translation>채널당 8비트가 넘어 8비트로 줄였습니다.</translation>
    </message>
    <message>
        <source>Okabe-Ito</source>
        <translation>Okabe-Ito</translation>
    </message>
    <message>
        <source>Only the first of several frames or pages is shown.</source>
        <translation>여러 프레임 또는 페이지 중 첫 번째만 표시합니다.</translation>
    </message>
    <message>
        <source>Opened at {width} x {height} px, reduced from {full_width} x {full_height} px.</source>
        <translation>{full_width} x {full_height} px를 {width} x {height} px로 줄여 열었습니다.</translation>
    </message>
    <message>
        <source>The folder {path} holds no photo; choose another folder, or a file.</source>
        <translation>폴더 {path}에 사진이 없습니다. 다른 폴더나 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The opacity {opacity} is not between 0 and 1; choose one that is.</source>
        <translation>불투명도 {opacity}은(는) 0과 1 사이가 아닙니다. 그 사이의 값을 고르세요.</translation>
    </message>
    <message>
        <source>A picture {width} px wide cannot be made; choose a width from 1 to {most} px.</source>
        <translation>너비 {width} px의 그림은 만들 수 없습니다. 1에서 {most} px 사이의 너비를 고르세요.</translation>
    </message>
    <message>
        <source>{dpi} dpi is no resolution of a figure; choose one from {least} to {most}.</source>
        <translation>{dpi} dpi는 그림의 해상도가 될 수 없습니다. {least}에서 {most} 사이의 값을 고르세요.</translation>
    </message>
    <message>
        <source>The result on hand is not of {name}; run the model on it first.</source>
        <translation>지금 결과는 {name}의 것이 아닙니다. 먼저 그 사진에 모델을 실행하세요.</translation>
    </message>
    <message>
        <source>The sample {title} needs {file}, which the installed scikit-image lacks; install scikit-image again.</source>
        <translation>예제 {title}에 필요한 {file}이(가) 설치된 scikit-image에 없습니다. scikit-image를 다시 설치하세요.</translation>
    </message>
    <message>
        <source>The settings cannot be saved because the folder {path} cannot be made ({reason}).</source>
        <translation>폴더 {path}을(를) 만들 수 없어({reason}) 설정을 저장할 수 없습니다.</translation>
    </message>
    <message>
        <source>The settings file was damaged and is kept as {path}; Halfpixel uses its defaults.</source>
        <translation>설정 파일이 손상되어 {path}(으)로 보관했습니다. Halfpixel은 기본값을 씁니다.</translation>
    </message>
    <message>
        <source>The settings file {path} cannot be read or moved; Halfpixel uses its defaults until it is removed.</source>
        <translation>설정 파일 {path}을(를) 읽거나 옮길 수 없습니다. 지울 때까지 Halfpixel은 기본값을 씁니다.</translation>
    </message>
    <message>
        <source>The weight file {path} cannot be read ({reason}); check its permissions or choose another file.</source>
        <translation>가중치 파일 {path}을(를) 읽을 수 없습니다({reason}). 권한을 확인하거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} does not fit its network: {differences}; choose a file made for it.</source>
        <translation>가중치 파일 {path}이(가) 네트워크와 맞지 않습니다: {differences}. 맞는 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} does not say which network it belongs to; choose one written by 'halfpixel train fcn'.</source>
        <translation>가중치 파일 {path}에 어느 네트워크의 것인지 적혀 있지 않습니다. 'halfpixel train fcn'으로 만든 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} does not say which network it belongs to; choose one written by 'halfpixel train maskrcnn'.</source>
        <translation>가중치 파일 {path}에 어느 네트워크의 것인지 적혀 있지 않습니다. 'halfpixel train maskrcnn'으로 만든 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} has {given} classes, {label_set} has {wanted}; choose a file made for it.</source>
        <translation>가중치 파일 {path}의 클래스는 {given}개인데 {label_set}은(는) {wanted}개입니다. 맞는 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} is damaged or not the expected one (SHA-256 {digest}...); copy or download it again, or choose another file.</source>
        <translation>가중치 파일 {path}이(가) 손상되었거나 예상한 파일이 아닙니다(SHA-256 {digest}...). 다시 복사하거나 내려받거나, 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} is damaged; copy or download it again, or choose another file.</source>
        <translation>가중치 파일 {path}이(가) 손상되었습니다. 다시 복사하거나 내려받거나, 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} is missing; put it back or choose another file.</source>
        <translation>가중치 파일 {path}이(가) 없습니다. 제자리에 되돌려 놓거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} is damaged or not the expected one (SHA-256 {digest}...); reinstall Halfpixel or choose another file.</source>
        <translation>가중치 파일 {path}이(가) 손상되었거나 예상한 파일이 아닙니다(SHA-256 {digest}...). Halfpixel을 다시 설치하거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} is damaged; reinstall Halfpixel or choose another file.</source>
        <translation>가중치 파일 {path}이(가) 손상되었습니다. Halfpixel을 다시 설치하거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} is missing; reinstall Halfpixel or choose another file.</source>
        <translation>가중치 파일 {path}이(가) 없습니다. Halfpixel을 다시 설치하거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>There is no model '{key}'; choose one of {keys}.</source>
        <translation>'{key}' 모델은 없습니다. {keys} 중에서 고르세요.</translation>
    </message>
    <message>
        <source>There is no palette {name}; choose one of {names}.</source>
        <translation>{name} 팔레트는 없습니다. {names} 중에서 고르세요.</translation>
    </message>
    <message>
        <source>There is no sample {key}; choose one of {names}.</source>
        <translation>{key} 예제는 없습니다. {names} 중에서 고르세요.</translation>
    </message>
    <message>
        <source>There is no {device} device on this machine; choose auto or cpu.</source>
        <translation>이 컴퓨터에 {device} 장치가 없습니다. auto 또는 cpu를 고르세요.</translation>
    </message>
    <message>
        <source>Tol muted</source>
        <translation>Tol muted</translation>
    </message>
    <message>
        <source>Transparent parts are laid on neutral grey.</source>
        <translation>투명한 부분은 중간 회색 위에 놓았습니다.</translation>
    </message>
    <message>
        <source>Turned upright as its EXIF orientation ({orientation}) says.</source>
        <translation>EXIF 방향({orientation})에 따라 바로 세웠습니다.</translation>
    </message>
    <message>
        <source>VOC</source>
        <translation>VOC</translation>
    </message>
    <message>
        <source>VOC's 21 classes on everyday photos; best at people, cats, dogs, horses, sheep and cows.</source>
        <translation>일상 사진의 VOC 21개 클래스. 사람, 고양이, 개, 말, 양, 소를 가장 잘 찾습니다.</translation>
    </message>
    <message>
        <source>Values from {low} to {high} scaled to 0 to 255.</source>
        <translation>{low}~{high}의 값을 0~255로 맞추었습니다.</translation>
    </message>
    <message>
        <source>on the CPU: the device ran out of memory</source>
        <translation>CPU에서 실행: 장치 메모리 부족</translation>
    </message>
    <message>
        <source>reduced input: the device ran out of memory</source>
        <translation>입력 축소: 장치 메모리 부족</translation>
    </message>
    <message>
        <source>starter weights</source>
        <translation>기본 가중치</translation>
    </message>
    <message>
        <source>untrained: random weights</source>
        <translation>학습 안 됨: 무작위 가중치</translation>
    </message>
    <message>
        <source>weights trained with RoIAlign</source>
        <translation>RoIAlign으로 학습한 가중치</translation>
    </message>
    <message>
        <source>{count} pixels that are not finite numbers are drawn black.</source>
        <translation>유한한 수가 아닌 픽셀 {count}개를 검게 그렸습니다.</translation>
    </message>
    <message>
        <source>{model} gave invalid numbers for {name}; run 'halfpixel models' to check its weight file, or choose another model.</source>
        <translation>{model}이(가) {name}에 대해 잘못된 수를 냈습니다. 'halfpixel models'로 가중치 파일을 확인하거나 다른 모델을 고르세요.</translation>
    </message>
    <message>
        <source>{model} has no read-out FCN-{stride}s; choose {choices}.</source>
        <translation>{model}에는 FCN-{stride}s 출력이 없습니다. {choices} 중에서 고르세요.</translation>
    </message>
    <message>
        <source>{name} is {width} x {height} px, more than {most} megapixels or {side} px a side; make a smaller copy first.</source>
        <translation>{name}은(는) {width} x {height} px로, {most}메가픽셀 또는 한 변 {side} px를 넘습니다. 먼저 더 작은 사본을 만드세요.</translation>
    </message>
    <message>
        <source>{path} cannot be read ({reason}); copy it elsewhere, or choose another file.</source>
        <translation>{path}을(를) 읽을 수 없습니다({reason}). 다른 곳에 복사하거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}); choose another place.</source>
        <translation>{path}을(를) 쓸 수 없습니다({reason}). 다른 곳을 고르세요.</translation>
    </message>
    <message>
        <source>{path} cannot be written because it is a device or a pipe, not a file; choose another name.</source>
        <translation>{path}은(는) 파일이 아니라 장치나 파이프여서 쓸 수 없습니다. 다른 이름을 고르세요.</translation>
    </message>
    <message>
        <source>{path} cannot be written because it is a folder; choose a file name inside it.</source>
        <translation>{path}은(는) 폴더여서 쓸 수 없습니다. 그 안의 파일 이름을 고르세요.</translation>
    </message>
    <message>
        <source>{path} cannot be written because it is protected against writing; make it writable or choose another name.</source>
        <translation>{path}은(는) 쓰기 금지되어 있습니다. 쓸 수 있게 하거나 다른 이름을 고르세요.</translation>
    </message>
    <message>
        <source>{path} cannot be written because its name is too long; choose a shorter one.</source>
        <translation>{path}은(는) 이름이 너무 길어 쓸 수 없습니다. 더 짧은 이름을 고르세요.</translation>
    </message>
    <message>
        <source>{path} cannot be written because the disk is full; free some space or choose another place.</source>
        <translation>디스크가 가득 차서 {path}을(를) 쓸 수 없습니다. 공간을 비우거나 다른 곳을 고르세요.</translation>
    </message>
    <message>
        <source>{path} cannot be written because the folder {folder} does not exist; create it or choose another place.</source>
        <translation>폴더 {folder}이(가) 없어 {path}을(를) 쓸 수 없습니다. 폴더를 만들거나 다른 곳을 고르세요.</translation>
    </message>
    <message>
        <source>{path} cannot be written because the system denies it; check the permissions of file and folder, or choose another place.</source>
        <translation>시스템이 거부하여 {path}을(를) 쓸 수 없습니다. 파일과 폴더의 권한을 확인하거나 다른 곳을 고르세요.</translation>
    </message>
    <message>
        <source>{path} cannot be written because {folder} is not a folder; choose another place.</source>
        <translation>{folder}이(가) 폴더가 아니어서 {path}을(를) 쓸 수 없습니다. 다른 곳을 고르세요.</translation>
    </message>
    <message>
        <source>{path} declares a size that no photo has; it may be a decompression bomb, so choose another file.</source>
        <translation>{path}이(가) 사진일 수 없는 크기를 내세웁니다. 압축 폭탄일 수 있으니 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} does not exist, or no longer; check where it went, or choose another file.</source>
        <translation>{path}이(가) 없거나 사라졌습니다. 어디로 갔는지 확인하거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} holds no finite number, so there is nothing to show; write the file again or choose another.</source>
        <translation>{path}에 유한한 수가 없어 보여 줄 것이 없습니다. 파일을 다시 만들거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} is a HEIC photo, which cannot be read; export it as JPEG and open that.</source>
        <translation>{path}은(는) 읽을 수 없는 HEIC 사진입니다. JPEG로 내보내 그것을 여세요.</translation>
    </message>
    <message>
        <source>{path} is a folder, not an image; open a file in it, or open the folder as a folder.</source>
        <translation>{path}은(는) 이미지가 아니라 폴더입니다. 그 안의 파일을 열거나 폴더로 여세요.</translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself; choose the file that it should lead to.</source>
        <translation>{path}은(는) 자기 자신을 가리키는 링크입니다. 가리켜야 할 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} is a {format} file that is damaged or cut short; copy or download it again, or save it anew in an image editor.</source>
        <translation>{path}은(는) 손상되었거나 잘린 {format} 파일입니다. 다시 복사하거나 내려받거나, 이미지 편집기에서 새로 저장하세요.</translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes); copy or download it again.</source>
        <translation>{path}은(는) 빈 파일(0바이트)입니다. 다시 복사하거나 내려받으세요.</translation>
    </message>
    <message>
        <source>{path} is not a folder that can be listed ({reason}); choose another folder.</source>
        <translation>{path}은(는) 목록을 볼 수 있는 폴더가 아닙니다({reason}). 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>{path} is not a regular file but a device or a pipe; choose an image file.</source>
        <translation>{path}은(는) 일반 파일이 아니라 장치나 파이프입니다. 이미지 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} is not an image that can be read ({formats}); convert it to one of these, or choose another file.</source>
        <translation>{path}은(는) 읽을 수 있는 이미지({formats})가 아닙니다. 이 중 하나로 바꾸거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} is the only photo in its folder; open another file or folder.</source>
        <translation>{path}은(는) 폴더의 유일한 사진입니다. 다른 파일이나 폴더를 여세요.</translation>
    </message>
    <message>
        <source>{path} is {width} x {height} px, and at most {most} megapixels can be opened even reduced; make a smaller copy and open that.</source>
        <translation>{path}은(는) {width} x {height} px이며, 줄여도 {most}메가픽셀까지만 열 수 있습니다. 더 작은 사본을 만들어 여세요.</translation>
    </message>
    <message>
        <source>{path} is {width} x {height} px, more than the {most} megapixels and {side} px a side that open in full; open it reduced to {reduced_width} x {reduced_height} px, or make a smaller copy.</source>
        <translation>{path}은(는) {width} x {height} px로, 그대로 열 수 있는 {most}메가픽셀, 한 변 {side} px를 넘습니다. {reduced_width} x {reduced_height} px로 축소해서 열거나 더 작은 사본을 만드세요.</translation>
    </message>
    <message>
        <source>{path} may not be read; change its permissions, or choose another file.</source>
        <translation>{path}을(를) 읽을 권한이 없습니다. 권한을 바꾸거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} needs more memory than is free; close other programs, or make a smaller copy and open that.</source>
        <translation>{path}에 필요한 메모리가 모자랍니다. 다른 프로그램을 닫거나 더 작은 사본을 만들어 여세요.</translation>
    </message>
    <message>
        <source>{path} starts like a {format} file, but it is damaged or of an unknown variant; save it as PNG or JPEG in an image editor.</source>
        <translation>{path}은(는) {format} 파일처럼 시작하지만 손상되었거나 알 수 없는 변종입니다. 이미지 편집기에서 PNG나 JPEG로 저장하세요.</translation>
    </message>
    <message>
        <source>{path} is not a PNG file; class ids are read from a label PNG, one number per pixel.</source>
        <translation>{path}은(는) PNG 파일이 아닙니다. 클래스 번호는 픽셀마다 숫자 하나를 담은 라벨 PNG에서 읽습니다.</translation>
    </message>
    <message>
        <source>{path} stores colours, not class ids; choose a label PNG that is indexed or greyscale.</source>
        <translation>{path}에는 클래스 번호가 아니라 색이 저장되어 있습니다. 인덱스 또는 회색조 라벨 PNG를 고르세요.</translation>
    </message>
    <message>
        <source>{path} is {width} x {height} px, but {name} is {wanted_width} x {wanted_height} px; choose the label PNG of this photo.</source>
        <translation>{path}은(는) {width} x {height} px이지만 {name}은(는) {wanted_width} x {wanted_height} px입니다. 이 사진의 라벨 PNG를 고르세요.</translation>
    </message>
    <message>
        <source>{path} holds the id {id}, but {label_set} numbers its classes 0 to {last}, void {void}; choose a model with its classes.</source>
        <translation>{path}에 번호 {id}이(가) 있지만 {label_set}의 클래스는 0~{last}, void는 {void}입니다. 이 파일의 클래스를 쓰는 모델을 고르세요.</translation>
    </message>
    <message>
        <source>{path} is a label PNG that is damaged or cut short; copy or download it again.</source>
        <translation>{path}은(는) 손상되었거나 중간에 잘린 라벨 PNG입니다. 다시 복사하거나 내려받으세요.</translation>
    </message>
    <message>
        <source>A mask for each person, cat, dog, horse, sheep and cow on everyday photos.</source>
        <translation>일상 사진 속 사람, 고양이, 개, 말, 양, 소마다 마스크 하나.</translation>
    </message>
    <message>
        <source>Mask R-CNN starter</source>
        <translation>Mask R-CNN 스타터</translation>
    </message>
    <message>
        <source>{model} finds {given}; choose a model that finds {wanted}.</source>
        <translation>{model}은(는) {given}을(를) 찾습니다. {wanted}을(를) 찾는 모델을 고르세요.</translation>
    </message>
    <message>
        <source>The address {url} cannot be fetched; it must begin with https:// or http://.</source>
        <translation>주소 {url}은(는) 내려받을 수 없습니다. https:// 또는 http://로 시작해야 합니다.</translation>
    </message>
    <message>
        <source>{url} is not there (HTTP {status}); download the file in a browser and import it.</source>
        <translation>{url}에 파일이 없습니다(HTTP {status}). 브라우저로 내려받아 가져오세요.</translation>
    </message>
    <message>
        <source>{url} may not be fetched (HTTP {status}); download the file in a browser and import it.</source>
        <translation>{url}을(를) 내려받을 권한이 없습니다(HTTP {status}). 브라우저로 내려받아 가져오세요.</translation>
    </message>
    <message>
        <source>{url} cannot be fetched (HTTP {status}); try again later, or download the file in a browser and import it.</source>
        <translation>{url}을(를) 내려받을 수 없습니다(HTTP {status}). 나중에 다시 시도하거나 브라우저로 내려받아 가져오세요.</translation>
    </message>
    <message>
        <source>{url} answered with a web page instead of the file; sign in to the network, or download it in a browser and import it.</source>
        <translation>{url}이(가) 파일 대신 웹 페이지를 보냈습니다. 네트워크에 로그인하거나 브라우저로 내려받아 가져오세요.</translation>
    </message>
    <message>
        <source>{url} has {given} bytes instead of {wanted}; it is not the expected file, so nothing was kept; choose another source.</source>
        <translation>{url}은(는) {wanted}바이트가 아니라 {given}바이트입니다. 예상한 파일이 아니므로 아무것도 저장하지 않았습니다. 다른 출처를 고르세요.</translation>
    </message>
    <message>
        <source>{url} is larger than {wanted} bytes; it is not the expected file, so nothing was kept; choose another source.</source>
        <translation>{url}은(는) {wanted}바이트보다 큽니다. 예상한 파일이 아니므로 아무것도 저장하지 않았습니다. 다른 출처를 고르세요.</translation>
    </message>
    <message>
        <source>{url} is not the expected file (SHA-256 {digest}...), so nothing was kept; try again later, or choose another source.</source>
        <translation>{url}은(는) 예상한 파일이 아니므로(SHA-256 {digest}...) 아무것도 저장하지 않았습니다. 나중에 다시 시도하거나 다른 출처를 고르세요.</translation>
    </message>
    <message>
        <source>{url} cannot be fetched through this kind of proxy ({reason}); name an http proxy, or download it in a browser and import it.</source>
        <translation>{url}은(는) 이런 프록시로 받을 수 없습니다({reason}). http 프록시를 지정하거나 브라우저로 받아 가져오세요.</translation>
    </message>
    <message>
        <source>The download of {url} stopped after {received} bytes ({reason}); check the network and fetch it again: it goes on from there.</source>
        <translation>{url} 내려받기가 {received}바이트에서 멈췄습니다({reason}). 네트워크를 확인하고 다시 받으세요. 멈춘 곳부터 이어집니다.</translation>
    </message>
    <message>
        <source>The folder {path} cannot be written to ({reason}); choose another one with --out.</source>
        <translation>폴더 {path}에 쓸 수 없습니다({reason}). --out으로 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>The folder {path} holds no photos; give one that does, or the photos themselves.</source>
        <translation>폴더 {path}에 사진이 없습니다. 사진이 있는 폴더나 사진 자체를 지정하세요.</translation>
    </message>
    <message>
        <source>{path} is one of the photos and would be overwritten; choose another folder with --out.</source>
        <translation>{path}은(는) 읽을 사진 중 하나라서 덮어쓰게 됩니다. --out으로 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>--engine ray needs Ray, which is not installed; pip install 'halfpixel[ray]', or leave --engine out.</source>
        <translation>--engine ray에는 Ray가 필요하지만 설치되어 있지 않습니다. pip install 'halfpixel[ray]'로 설치하거나 --engine을 빼세요.</translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}); choose another folder with --out.</source>
        <translation>{path}을(를) 쓸 수 없습니다({reason}). --out으로 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>The download cannot be written to {path} ({reason}); free some space or choose another place.</source>
        <translation>내려받은 파일을 {path}에 쓸 수 없습니다({reason}). 공간을 비우거나 다른 위치를 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} would run code ({name}), so it was not read; ask for it as safetensors or as a plain state dict.</source>
        <translation>가중치 파일 {path}은(는) 코드({name})를 실행하려 하므로 읽지 않았습니다. safetensors나 순수한 state dict로 요청하세요.</translation>
    </message>
    <message>
        <source>The weight file {path} is a TorchScript or exported program, which holds code; choose a plain state dict.</source>
        <translation>가중치 파일 {path}은(는) 코드가 든 TorchScript 또는 내보낸 프로그램입니다. 순수한 state dict를 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} has a compressed member ({name}), which torch never writes; choose another file.</source>
        <translation>가중치 파일 {path}에 torch가 쓰지 않는 압축된 항목({name})이 있습니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} is no file that torch.save has written; choose a .pth or .safetensors file.</source>
        <translation>가중치 파일 {path}은(는) torch.save로 쓴 파일이 아닙니다. .pth 또는 .safetensors 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} is damaged ({reason}); copy or download it again, or choose another file.</source>
        <translation>가중치 파일 {path}이(가) 손상되었습니다({reason}). 다시 복사하거나 내려받거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} holds {found} where names and tensors should be; choose a plain state dict.</source>
        <translation>가중치 파일 {path}에는 이름과 텐서가 있어야 할 자리에 {found}이(가) 있습니다. 순수한 state dict를 고르세요.</translation>
    </message>
    <message>
        <source>The list of your own models was damaged and is kept as {path}; import their files again.</source>
        <translation>내 모델 목록이 손상되어 {path}(으)로 보관했습니다. 파일을 다시 가져오세요.</translation>
    </message>
    <message>
        <source>The list of your own models, {path}, cannot be read or moved; remove it and import the files again.</source>
        <translation>내 모델 목록 {path}을(를) 읽거나 옮길 수 없습니다. 지우고 파일을 다시 가져오세요.</translation>
    </message>
    <message>
        <source>Your own models cannot be kept because the folder {path} cannot be made ({reason}); check its permissions.</source>
        <translation>폴더 {path}을(를) 만들 수 없어({reason}) 내 모델을 보관할 수 없습니다. 권한을 확인하세요.</translation>
    </message>
    <message>
        <source>'{key}' cannot be a model's key; choose one like my-model-2.</source>
        <translation>'{key}'은(는) 모델의 키가 될 수 없습니다. my-model-2처럼 고르세요.</translation>
    </message>
    <message>
        <source>BGR minus (104.007, 116.669, 122.679), longest side at most 500 px, 100 zeros around it</source>
        <translation>BGR에서 (104.007, 116.669, 122.679)를 뺌, 긴 변 최대 500 px, 둘레에 0을 100개씩</translation>
    </message>
    <message>
        <source>COCO's 80 classes of objects; torchvision's better and slower second version.</source>
        <translation>COCO의 80개 물체 클래스. torchvision의 더 정확하고 더 느린 둘째 판입니다.</translation>
    </message>
    <message>
        <source>COCO's 80 classes of objects; torchvision's first version, close to the paper's network.</source>
        <translation>COCO의 80개 물체 클래스. 논문의 네트워크에 가까운 torchvision의 첫째 판입니다.</translation>
    </message>
    <message>
        <source>FCN ResNet-101</source>
        <translation>FCN ResNet-101</translation>
    </message>
    <message>
        <source>FCN ResNet-50</source>
        <translation>FCN ResNet-50</translation>
    </message>
    <message>
        <source>FCN-16s VGG16</source>
        <translation>FCN-16s VGG16</translation>
    </message>
    <message>
        <source>FCN-16s on VGG16, staged</source>
        <translation>VGG16 위의 FCN-16s, 단계별 학습</translation>
    </message>
    <message>
        <source>FCN-32s VGG16</source>
        <translation>FCN-32s VGG16</translation>
    </message>
    <message>
        <source>FCN-32s on VGG16</source>
        <translation>VGG16 위의 FCN-32s</translation>
    </message>
    <message>
        <source>FCN-32s, 16s and 8s on EfficientNet-Lite2</source>
        <translation>EfficientNet-Lite2 위의 FCN-32s, 16s, 8s</translation>
    </message>
    <message>
        <source>FCN-8s VGG16</source>
        <translation>FCN-8s VGG16</translation>
    </message>
    <message>
        <source>FCN-8s VGG16 at once</source>
        <translation>FCN-8s VGG16 한꺼번에</translation>
    </message>
    <message>
        <source>FCN-8s on VGG16, at once</source>
        <translation>VGG16 위의 FCN-8s, 한꺼번에 학습</translation>
    </message>
    <message>
        <source>FCN-8s on VGG16, staged</source>
        <translation>VGG16 위의 FCN-8s, 단계별 학습</translation>
    </message>
    <message>
        <source>Mask R-CNN ResNet-50</source>
        <translation>Mask R-CNN ResNet-50</translation>
    </message>
    <message>
        <source>Mask R-CNN ResNet-50 v2</source>
        <translation>Mask R-CNN ResNet-50 v2</translation>
    </message>
    <message>
        <source>Mask R-CNN, EfficientNet-Lite2 with a feature pyramid</source>
        <translation>Mask R-CNN, 특징 피라미드가 있는 EfficientNet-Lite2</translation>
    </message>
    <message>
        <source>Mask R-CNN, ResNet-50 with a feature pyramid</source>
        <translation>Mask R-CNN, 특징 피라미드가 있는 ResNet-50</translation>
    </message>
    <message>
        <source>Mask R-CNN, ResNet-50 with a feature pyramid, batch norm in pyramid and heads</source>
        <translation>Mask R-CNN, 특징 피라미드가 있는 ResNet-50, 피라미드와 헤드에 배치 정규화</translation>
    </message>
    <message>
        <source>Nothing in a file tells a net that was trained at once from a staged one: it is read as staged.</source>
        <translation>한꺼번에 학습한 네트워크인지 단계별로 학습한 것인지는 파일에 나타나지 않아 단계별로 학습한 것으로 읽었습니다.</translation>
    </message>
    <message>
        <source>Nothing was fetched or imported for {model}, so there is nothing to remove.</source>
        <translation>{model}에는 내려받거나 가져온 것이 없어 지울 것이 없습니다.</translation>
    </message>
    <message>
        <source>RGB, longest side 416 px, (value / 255 - 0.5) / 0.5, padded to a multiple of 32</source>
        <translation>RGB, 긴 변 416 px, (값 / 255 - 0.5) / 0.5, 32의 배수까지 채움</translation>
    </message>
    <message>
        <source>RGB, longest side 768 px, (value / 255 - 0.5) / 0.5, padded to a multiple of 32</source>
        <translation>RGB, 긴 변 768 px, (값 / 255 - 0.5) / 0.5, 32의 배수까지 채움</translation>
    </message>
    <message>
        <source>RGB, shortest side 320 px but longest at most 512, (value / 255 - 0.5) / 0.5, padded to a multiple of 32</source>
        <translation>RGB, 짧은 변 320 px, 긴 변은 최대 512, (값 / 255 - 0.5) / 0.5, 32의 배수까지 채움</translation>
    </message>
    <message>
        <source>RGB, shortest side 520 px, ImageNet's mean and deviation</source>
        <translation>RGB, 짧은 변 520 px, ImageNet의 평균과 표준편차</translation>
    </message>
    <message>
        <source>RGB, shortest side 800 px but longest at most 1333, ImageNet's mean and deviation, padded to a multiple of 32</source>
        <translation>RGB, 짧은 변 800 px, 긴 변은 최대 1333, ImageNet의 평균과 표준편차, 32의 배수까지 채움</translation>
    </message>
    <message>
        <source>ResNet-101 dilated to stride 8, one score map, no skips</source>
        <translation>스트라이드 8까지 팽창한 ResNet-101, 점수 맵 하나, 스킵 없음</translation>
    </message>
    <message>
        <source>ResNet-50 dilated to stride 8, one score map, no skips</source>
        <translation>스트라이드 8까지 팽창한 ResNet-50, 점수 맵 하나, 스킵 없음</translation>
    </message>
    <message>
        <source>The statistics of its batch norm are those of a fresh network, which has seen no photo: it is marked as untrained.</source>
        <translation>배치 정규화의 통계가 사진을 본 적 없는 새 네트워크의 것이어서 학습하지 않은 모델로 표시합니다.</translation>
    </message>
    <message>
        <source>Its SHA-256 is not that of the published file, so the published figures need not be its own and are left out.</source>
        <translation>SHA-256이 공개된 파일의 것이 아닙니다. 공개된 수치가 이 파일의 것이 아닐 수 있어 뺐습니다.</translation>
    </message>
    <message>
        <source>The auxiliary classifier was left out: only training uses it.</source>
        <translation>보조 분류기는 학습에만 쓰이므로 뺐습니다.</translation>
    </message>
    <message>
        <source>The classes of {model} are those of {label_set}; to name others, import the file under a key of its own.</source>
        <translation>{model}의 클래스는 {label_set}의 것입니다. 다른 이름을 쓰려면 따로 키를 정해 가져오세요.</translation>
    </message>
    <message>
        <source>The file does not name its classes: as it has as many as the published models, theirs are assumed.</source>
        <translation>파일에 클래스 이름이 없습니다. 공개된 모델과 개수가 같아 그 이름을 씁니다.</translation>
    </message>
    <message>
        <source>The file does not name its classes: they are numbered.</source>
        <translation>파일에 클래스 이름이 없어 번호를 붙였습니다.</translation>
    </message>
    <message>
        <source>The file {path} cannot be removed ({reason}); close what uses it, then remove it yourself.</source>
        <translation>파일 {path}을(를) 지울 수 없습니다({reason}). 쓰고 있는 프로그램을 닫고 직접 지우세요.</translation>
    </message>
    <message>
        <source>The label file {labels} names {given} classes, but {path} has {wanted}; write one name a line, that of class 0 first.</source>
        <translation>이름 파일 {labels}에는 클래스가 {given}개인데 {path}에는 {wanted}개입니다. 0번 클래스부터 한 줄에 하나씩 적으세요.</translation>
    </message>
    <message>
        <source>The label file {path} cannot be read ({reason}); choose a text file with one class name a line.</source>
        <translation>이름 파일 {path}을(를) 읽을 수 없습니다({reason}). 한 줄에 클래스 이름 하나인 텍스트 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The label file {path} is not a text file with one class name a line; choose another file.</source>
        <translation>이름 파일 {path}은(는) 한 줄에 클래스 이름 하나인 텍스트 파일이 아닙니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The paper's coarsest net: VOC's 21 classes from one stream at stride 32.</source>
        <translation>논문에서 가장 성긴 네트워크. 스트라이드 32의 스트림 하나로 VOC 21개 클래스를 찾습니다.</translation>
    </message>
    <message>
        <source>The paper's finest net, trained in one go: pool4 and pool3 are scaled down before they are scored.</source>
        <translation>한꺼번에 학습한, 논문에서 가장 고운 네트워크. pool4와 pool3를 줄인 뒤 점수를 매깁니다.</translation>
    </message>
    <message>
        <source>The paper's finest net: VOC's 21 classes from stride 32, pool4 and pool3, trained from FCN-16s.</source>
        <translation>논문에서 가장 고운 네트워크. 스트라이드 32, pool4, pool3로 VOC 21개 클래스를 찾으며 FCN-16s에서 이어 학습했습니다.</translation>
    </message>
    <message>
        <source>The paper's middle net: VOC's 21 classes from stride 32 and pool4, trained from FCN-32s.</source>
        <translation>논문의 중간 네트워크. 스트라이드 32와 pool4로 VOC 21개 클래스를 찾으며 FCN-32s에서 이어 학습했습니다.</translation>
    </message>
    <message>
        <source>The trunk's batch norm is read as torchvision reads its COCO weights: constant, with epsilon 0.</source>
        <translation>몸통의 배치 정규화는 torchvision이 COCO 가중치를 읽는 방식대로(상수, 엡실론 0) 읽었습니다.</translation>
    </message>
    <message>
        <source>The weight file {path} does not say which network it belongs to; choose one written by 'halfpixel train'.</source>
        <translation>가중치 파일 {path}에 어느 네트워크의 것인지 적혀 있지 않습니다. 'halfpixel train'으로 만든 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} does not say which network it belongs to; import it again from the file that it was made of.</source>
        <translation>가중치 파일 {path}에 어느 네트워크의 것인지 적혀 있지 않습니다. 원래 파일에서 다시 가져오세요.</translation>
    </message>
    <message>
        <source>The weight file {path} has class names that are not lines of text; choose another file.</source>
        <translation>가중치 파일 {path}의 클래스 이름이 한 줄의 글이 아닙니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} has {given} classes, but Halfpixel shows 2 to 255; choose another file.</source>
        <translation>가중치 파일 {path}의 클래스는 {given}개인데 Halfpixel은 2개에서 255개까지 보여 줍니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} is of no network that Halfpixel knows (its first tensors are {names}); choose another file.</source>
        <translation>가중치 파일 {path}은(는) Halfpixel이 아는 네트워크의 것이 아닙니다(첫 텐서: {names}). 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} names the trunk {trunk}, which timm cannot build here for photos of any size; update timm or choose another file.</source>
        <translation>가중치 파일 {path}의 몸통 {trunk}을(를) 여기의 timm으로 어떤 크기의 사진에도 쓸 수 있게 만들 수 없습니다. timm을 업데이트하거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>The weight file {path} says that it is another network than {model} ({given}); import it under a key of its own.</source>
        <translation>가중치 파일 {path}은(는) {model}이(가) 아닌 다른 네트워크({given})입니다. 따로 키를 정해 가져오세요.</translation>
    </message>
    <message>
        <source>The weight file {path} unfolds to {size} bytes, so it was not read; choose another file.</source>
        <translation>가중치 파일 {path}은(는) 펼치면 {size}바이트가 되어 읽지 않았습니다. 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>There is already a model '{key}'; choose another key.</source>
        <translation>모델 '{key}'이(가) 이미 있습니다. 다른 키를 고르세요.</translation>
    </message>
    <message>
        <source>VOC's 21 classes, trained on COCO; no skips, stride 8, dilated, on a deeper trunk.</source>
        <translation>COCO로 학습한 VOC 21개 클래스. 스킵 없이 스트라이드 8까지 팽창했고 몸통이 더 깊습니다.</translation>
    </message>
    <message>
        <source>VOC's 21 classes, trained on COCO; no skips, stride 8, dilated: a reference, not one of the paper's nets.</source>
        <translation>COCO로 학습한 VOC 21개 클래스. 스킵 없이 스트라이드 8까지 팽창한 비교용으로, 논문의 네트워크가 아닙니다.</translation>
    </message>
    <message>
        <source>a file of yours in the layout of pytorch-fcn</source>
        <translation>pytorch-fcn 형식으로 된 사용자의 파일</translation>
    </message>
    <message>
        <source>measured: FCN-8s 50.8 mean IoU on 491 photos of everyday, val</source>
        <translation>측정값: everyday val 사진 491장에서 FCN-8s 평균 IoU 50.8</translation>
    </message>
    <message>
        <source>measured: FCN-8s 68.7 mean IoU on 233 photos of CamVid, test</source>
        <translation>측정값: CamVid test 사진 233장에서 FCN-8s 평균 IoU 68.7</translation>
    </message>
    <message>
        <source>measured: mask AP 46.5, box AP 49.7 on 491 photos of everyday, val</source>
        <translation>측정값: everyday val 사진 491장에서 마스크 AP 46.5, 상자 AP 49.7</translation>
    </message>
    <message>
        <source>published: 60.5 mean IoU on COCO val2017 with VOC's classes</source>
        <translation>공개된 값: VOC 클래스로 COCO val2017에서 평균 IoU 60.5</translation>
    </message>
    <message>
        <source>published: 63.6 mean IoU on seg11valid (CVPR 2015: 59.4)</source>
        <translation>공개된 값: seg11valid에서 평균 IoU 63.6 (CVPR 2015: 59.4)</translation>
    </message>
    <message>
        <source>published: 63.7 mean IoU on COCO val2017 with VOC's classes</source>
        <translation>공개된 값: VOC 클래스로 COCO val2017에서 평균 IoU 63.7</translation>
    </message>
    <message>
        <source>published: 65.0 mean IoU on seg11valid (CVPR 2015: 62.4)</source>
        <translation>공개된 값: seg11valid에서 평균 IoU 65.0 (CVPR 2015: 62.4)</translation>
    </message>
    <message>
        <source>published: 65.4 mean IoU on seg11valid</source>
        <translation>공개된 값: seg11valid에서 평균 IoU 65.4</translation>
    </message>
    <message>
        <source>published: 65.5 mean IoU on seg11valid (CVPR 2015: 62.7)</source>
        <translation>공개된 값: seg11valid에서 평균 IoU 65.5 (CVPR 2015: 62.7)</translation>
    </message>
    <message>
        <source>published: box AP 37.9, mask AP 34.6 on COCO val2017</source>
        <translation>공개된 값: COCO val2017에서 상자 AP 37.9, 마스크 AP 34.6</translation>
    </message>
    <message>
        <source>published: box AP 47.4, mask AP 41.8 on COCO val2017</source>
        <translation>공개된 값: COCO val2017에서 상자 AP 47.4, 마스크 AP 41.8</translation>
    </message>
    <message>
        <source>that of your file; its authors gave the paper's models free for any use</source>
        <translation>사용자 파일의 라이선스. 논문의 저자들은 모델을 자유로이 쓰도록 공개했습니다</translation>
    </message>
    <message>
        <source>BSD-3-Clause, as the program; the photos that it learned from have terms of their own, see its card</source>
        <translation>프로그램과 같은 BSD-3-Clause. 학습에 쓴 사진의 조건은 따로 있으며 모델 카드에 적혀 있습니다</translation>
    </message>
    <message>
        <source>torchvision is BSD-3-Clause; its weights may carry the terms of the data they were trained on (COCO)</source>
        <translation>torchvision은 BSD-3-Clause이며, 가중치에는 학습 데이터(COCO)의 조건이 따를 수 있습니다</translation>
    </message>
    <message>
        <source>torchvision's published weights</source>
        <translation>torchvision이 공개한 가중치</translation>
    </message>
    <message>
        <source>{model} has no address to fetch it from; import a file of its weights with 'halfpixel weights import FILE --as {key}'.</source>
        <translation>{model}은(는) 내려받을 주소가 없습니다. 'halfpixel weights import FILE --as {key}'로 가중치 파일을 가져오세요.</translation>
    </message>
    <message>
        <source>{model} is a part of Halfpixel and stays; only what you fetched or imported can be removed.</source>
        <translation>{model}은(는) Halfpixel의 일부라 지울 수 없습니다. 내려받거나 가져온 것만 지울 수 있습니다.</translation>
    </message>
    <message>
        <source>{model} is not here yet; import a file of its weights with 'halfpixel weights import FILE --as {key}'.</source>
        <translation>{model}이(가) 아직 없습니다. 'halfpixel weights import FILE --as {key}'로 가중치 파일을 가져오세요.</translation>
    </message>
    <message>
        <source>{model} is not here yet; run 'halfpixel weights fetch {key}', or import its file.</source>
        <translation>{model}이(가) 아직 없습니다. 'halfpixel weights fetch {key}'를 실행하거나 파일을 가져오세요.</translation>
    </message>
    <message>
        <source>The file {path} cannot be replaced ({reason}); close what uses it and try again.</source>
        <translation>파일 {path}을(를) 바꿀 수 없습니다({reason}). 쓰고 있는 프로그램을 닫고 다시 시도하세요.</translation>
    </message>
</context>
<context>
    <name>layers</name>
    <message>
        <source>Class map</source>
        <translation>클래스 맵</translation>
    </message>
</context>
</TS>
