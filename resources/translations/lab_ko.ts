<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>&amp;Explore</source>
        <translation>살펴보기(&amp;E)</translation>
    </message>
    <message>
        <source>(x − x1) / width · {count}</source>
        <translation>(x − x1) / 너비 · {count}</translation>
    </message>
    <message>
        <source>0 (outside, still counted)</source>
        <translation>0 (맵 밖이지만 평균에 포함)</translation>
    </message>
    <message>
        <source>A bin's value, a class score and the mask while the box glides over one stride.</source>
        <translation>박스가 스트라이드 하나만큼 미끄러지는 동안의 칸 값, 클래스 점수, 마스크입니다.</translation>
    </message>
    <message>
        <source>A box that the region proposal network put forward.</source>
        <translation>영역 제안 네트워크(RPN)가 내놓은 박스입니다.</translation>
    </message>
    <message>
        <source>A partition: 5 cells into 2 are 3 + 2, none lost, none shared.</source>
        <translation>분할: 셀 5개를 2칸으로 나누면 3 + 2. 버리거나 겹치는 셀이 없습니다.</translation>
    </message>
    <message>
        <source>Arithmetic</source>
        <translation>계산 과정</translation>
    </message>
    <message>
        <source>As Mask R-CNN's {head} reads it.</source>
        <translation>Mask R-CNN의 {head}가 읽는 크기입니다.</translation>
    </message>
    <message>
        <source>Automatic: FPN's formula, below; or a level of your own.</source>
        <translation>자동: 아래 FPN 수식을 따릅니다. 직접 고를 수도 있습니다.</translation>
    </message>
    <message>
        <source>Bin row {row}, column {column} of {map}</source>
        <translation>{map}의 칸, 행 {row}, 열 {column}</translation>
    </message>
    <message>
        <source>Bin row {row}, column {column} over one stride, {count} steps</source>
        <translation>칸 행 {row}, 열 {column}: 스트라이드 하나를 {count}단계로</translation>
    </message>
    <message>
        <source>Bin row {row}, column {column}: {first} {first_value}, {second} {second_value}. Arrow keys choose another bin.</source>
        <translation>칸 행 {row}, 열 {column}: {first} {first_value}, {second} {second_value}. 화살표 키로 다른 칸을 고릅니다.</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>칸</translation>
    </message>
    <message>
        <source>Bins along each side; Mask R-CNN's box head reads 7, its mask head 14.</source>
        <translation>한 변의 칸 수. Mask R-CNN의 박스 헤드는 7, 마스크 헤드는 14를 읽습니다.</translation>
    </message>
    <message>
        <source>Both heads' grids</source>
        <translation>두 헤드의 격자</translation>
    </message>
    <message>
        <source>Bottom edge of the box in photo pixels.</source>
        <translation>박스의 아래 변(사진 픽셀).</translation>
    </message>
    <message>
        <source>Box {box} px on {level}, stride {stride}</source>
        <translation>박스 {box} px, {level}, 스트라이드 {stride}</translation>
    </message>
    <message>
        <source>Box {box} px. Arrow keys move it by 1 px, with Shift by 0.1 px; drag its handles to resize it.</source>
        <translation>박스 {box} px. 화살표 키로 1 px, Shift와 함께 0.1 px 움직입니다. 손잡이를 끌면 크기가 바뀝니다.</translation>
    </message>
    <message>
        <source>Box {name}</source>
        <translation>박스 {name}</translation>
    </message>
    <message>
        <source>Case: JSON and a pytest file…</source>
        <translation>사례: JSON과 pytest 파일…</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>채널</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Compare what RoIPool and RoIAlign read for one box.</source>
        <translation>박스 하나에서 RoIPool과 RoIAlign이 읽는 것을 비교합니다.</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>좌표</translation>
    </message>
    <message>
        <source>Counted from 0, best first, as the table of the run counts.</source>
        <translation>실행 결과 표와 같이 가장 좋은 것부터 0번입니다.</translation>
    </message>
    <message>
        <source>Details of the box</source>
        <translation>박스 상세</translation>
    </message>
    <message>
        <source>Drag the box on the photo, or type its edges.</source>
        <translation>사진에서 박스를 끌거나 변의 좌표를 입력하세요.</translation>
    </message>
    <message>
        <source>Equal bins, the rest dropped: 5 cells into 2 are 2 + 2, one lost.</source>
        <translation>같은 크기의 칸, 나머지는 버림: 셀 5개를 2칸으로 나누면 2 + 2, 하나를 잃습니다.</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>살펴보기</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Export the case</source>
        <translation>사례 내보내기</translation>
    </message>
    <message>
        <source>Export the figure</source>
        <translation>그림 내보내기</translation>
    </message>
    <message>
        <source>FCN</source>
        <translation>FCN</translation>
    </message>
    <message>
        <source>FPN, equation 1 (Lin et al. 2017), in pixels of the network's input; the 10⁻⁶ is torchvision's.</source>
        <translation>FPN 식 1 (Lin et al. 2017), 네트워크 입력 픽셀 기준. 10⁻⁶은 torchvision이 더한 값입니다.</translation>
    </message>
    <message>
        <source>Figure: SVG, PDF or PNG…</source>
        <translation>그림: SVG, PDF, PNG…</translation>
    </message>
    <message>
        <source>Figures (*.svg *.pdf *.png)</source>
        <translation>그림 (*.svg *.pdf *.png)</translation>
    </message>
    <message>
        <source>First operator</source>
        <translation>첫째 연산</translation>
    </message>
    <message>
        <source>Glide the box over one stride in steps of 0.05 px.</source>
        <translation>박스를 0.05 px씩 스트라이드 하나만큼 움직입니다.</translation>
    </message>
    <message>
        <source>Heads: step {done} of {count}</source>
        <translation>헤드: {count}단계 중 {done}단계</translation>
    </message>
    <message>
        <source>How RoIPool divides its whole cells into bins.</source>
        <translation>RoIPool이 온전한 셀들을 칸으로 나누는 방식입니다.</translation>
    </message>
    <message>
        <source>How far the box is moved, in steps of 0.05 px.</source>
        <translation>박스를 움직인 거리, 0.05 px 단위입니다.</translation>
    </message>
    <message>
        <source>How the bin's value comes about, step by step.</source>
        <translation>칸의 값이 나오는 과정을 단계별로 보여 줍니다.</translation>
    </message>
    <message>
        <source>IoU of used and ideal box</source>
        <translation>사용된 박스와 이상적 박스의 IoU</translation>
    </message>
    <message>
        <source>Largest difference of the two over all {channels} channels: {value}, in channel {channel}, bin row {row}, column {column}.</source>
        <translation>채널 {channels}개 전체에서 두 연산의 가장 큰 차이: {value} (채널 {channel}, 칸 행 {row}, 열 {column}).</translation>
    </message>
    <message>
        <source>Left edge of the box in photo pixels.</source>
        <translation>박스의 왼쪽 변(사진 픽셀).</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>레벨</translation>
    </message>
    <message>
        <source>Look at one channel, as the network pools it.</source>
        <translation>네트워크가 풀링하는 그대로 채널 하나를 봅니다.</translation>
    </message>
    <message>
        <source>Look at the maximum over all channels, taken before pooling.</source>
        <translation>풀링 전에 모든 채널의 최댓값을 취한 맵을 봅니다.</translation>
    </message>
    <message>
        <source>Look at the mean over all channels, taken before pooling.</source>
        <translation>풀링 전에 모든 채널을 평균한 맵을 봅니다.</translation>
    </message>
    <message>
        <source>Look at the photo with its overlays.</source>
        <translation>사진과 오버레이를 봅니다.</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>맵</translation>
    </message>
    <message>
        <source>Maps of</source>
        <translation>특징 맵</translation>
    </message>
    <message>
        <source>Mask R-CNN</source>
        <translation>Mask R-CNN</translation>
    </message>
    <message>
        <source>Mask R-CNN found no object on this photo.</source>
        <translation>Mask R-CNN이 이 사진에서 물체를 찾지 못했습니다.</translation>
    </message>
    <message>
        <source>Move the box</source>
        <translation>박스 이동</translation>
    </message>
    <message>
        <source>Move the box again (Ctrl+Shift+Z).</source>
        <translation>박스를 다시 옮깁니다 (Ctrl+Shift+Z).</translation>
    </message>
    <message>
        <source>Move the box down.</source>
        <translation>박스를 아래로 움직입니다.</translation>
    </message>
    <message>
        <source>Move the box to the right.</source>
        <translation>박스를 오른쪽으로 움직입니다.</translation>
    </message>
    <message>
        <source>Neither operator of the pair uses this.</source>
        <translation>두 연산 모두 이 설정을 쓰지 않습니다.</translation>
    </message>
    <message>
        <source>No box has been read yet.</source>
        <translation>아직 읽은 박스가 없습니다.</translation>
    </message>
    <message>
        <source>Number in the run</source>
        <translation>실행 결과의 번호</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>수치</translation>
    </message>
    <message>
        <source>Open a photo, or click a sample; then drag the box on it.</source>
        <translation>사진을 열거나 예제를 누른 다음 박스를 끌어 보세요.</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Output size {size}, {head}</source>
        <translation>출력 크기 {size}, {head}</translation>
    </message>
    <message>
        <source>Over all channels {first} and {second} differ by up to {largest}.</source>
        <translation>모든 채널에서 {first}과(와) {second}의 차이는 최대 {largest}입니다.</translation>
    </message>
    <message>
        <source>Over the maps of Mask R-CNN: class score and mask too.</source>
        <translation>Mask R-CNN의 맵에서는 클래스 점수와 마스크도 보입니다.</translation>
    </message>
    <message>
        <source>Photo with the box</source>
        <translation>박스가 있는 사진</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>재생</translation>
    </message>
    <message>
        <source>Point at a bin, a cell or a sample.</source>
        <translation>칸, 셀 또는 표본점을 가리키세요.</translation>
    </message>
    <message>
        <source>Point at the photo or a view: the point is followed through every frame.</source>
        <translation>사진이나 뷰를 가리키면 그 점을 모든 좌표계에서 따라갑니다.</translation>
    </message>
    <message>
        <source>Put the box back (Ctrl+Z).</source>
        <translation>박스를 되돌립니다 (Ctrl+Z).</translation>
    </message>
    <message>
        <source>Read the feature maps of the FCN's trunk.</source>
        <translation>FCN 몸통의 특징 맵을 읽습니다.</translation>
    </message>
    <message>
        <source>Read the pyramid P2 to P5 that the heads of Mask R-CNN read.</source>
        <translation>Mask R-CNN의 헤드가 읽는 피라미드 P2~P5를 읽습니다.</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Right edge of the box in photo pixels.</source>
        <translation>박스의 오른쪽 변(사진 픽셀).</translation>
    </message>
    <message>
        <source>RoI case (*.json)</source>
        <translation>RoI 사례 (*.json)</translation>
    </message>
    <message>
        <source>RoI grid, ideal</source>
        <translation>RoI 격자, 이상적</translation>
    </message>
    <message>
        <source>RoI grid, {operator}</source>
        <translation>RoI 격자, {operator}</translation>
    </message>
    <message>
        <source>RoI la&amp;b</source>
        <translation>RoI 실험실(&amp;B)</translation>
    </message>
    <message>
        <source>RoI lab</source>
        <translation>RoI 실험실</translation>
    </message>
    <message>
        <source>RoIPool's second rounding in the three conventions that are taught, side by side.</source>
        <translation>RoIPool의 두 번째 반올림을 흔히 가르치는 세 방식으로 나란히 봅니다.</translation>
    </message>
    <message>
        <source>Run Mask R-CNN on this photo first.</source>
        <translation>먼저 이 사진에 Mask R-CNN을 실행하세요.</translation>
    </message>
    <message>
        <source>Sample points along each side of a bin; adaptive: ⌈cells / bins⌉.</source>
        <translation>칸의 한 변에 놓이는 표본점 수. 적응형: ⌈셀 / 칸⌉.</translation>
    </message>
    <message>
        <source>Sample {place} at x {x}, y {y}: its neighbours (row, column)</source>
        <translation>표본점 {place} (x {x}, y {y})의 이웃 (행, 열)</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>표본점</translation>
    </message>
    <message>
        <source>Second operator</source>
        <translation>둘째 연산</translation>
    </message>
    <message>
        <source>Second rounding</source>
        <translation>두 번째 반올림</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Show the box on half of the photo's view; F shows the whole photo.</source>
        <translation>박스를 사진 보기의 절반 크기로 확대합니다. F를 누르면 사진 전체가 보입니다.</translation>
    </message>
    <message>
        <source>Show the other head's grid too: 7 × 7 of the box head, 14 × 14 of the mask head.</source>
        <translation>다른 헤드의 격자도 보입니다. 박스 헤드는 7 × 7, 마스크 헤드는 14 × 14입니다.</translation>
    </message>
    <message>
        <source>Something went wrong inside the lab: {error}</source>
        <translation>실험실 내부 오류: {error}</translation>
    </message>
    <message>
        <source>Sub-pixel sweep</source>
        <translation>서브픽셀 스윕</translation>
    </message>
    <message>
        <source>Subtract half a cell, so that continuous coordinates meet cell centres.</source>
        <translation>반 셀을 빼서 연속 좌표를 셀 중심에 맞춥니다.</translation>
    </message>
    <message>
        <source>Sweep axis</source>
        <translation>스윕 축</translation>
    </message>
    <message>
        <source>Sweep position</source>
        <translation>스윕 위치</translation>
    </message>
    <message>
        <source>The adaptive grid has no sample in this box: 0 by definition.</source>
        <translation>적응형 격자의 표본점이 이 박스에 없습니다. 정의에 따라 0입니다.</translation>
    </message>
    <message>
        <source>The bin holds no cell of the map: 0 by definition.</source>
        <translation>칸에 맵의 셀이 없습니다. 정의에 따라 0입니다.</translation>
    </message>
    <message>
        <source>The bin's value while the box glides over one stride.</source>
        <translation>박스가 스트라이드 하나를 미끄러지는 동안의 칸 값입니다.</translation>
    </message>
    <message>
        <source>The box of an object that Mask R-CNN found.</source>
        <translation>Mask R-CNN이 찾은 물체의 박스입니다.</translation>
    </message>
    <message>
        <source>The heads read the box when it rests.</source>
        <translation>박스가 멈추면 헤드가 읽습니다.</translation>
    </message>
    <message>
        <source>The operator on the left of each pair.</source>
        <translation>쌍의 왼쪽에 놓이는 연산입니다.</translation>
    </message>
    <message>
        <source>The operator on the right of each pair.</source>
        <translation>쌍의 오른쪽에 놓이는 연산입니다.</translation>
    </message>
    <message>
        <source>The pointed-at place in every frame, with each rounding.</source>
        <translation>가리킨 지점의 모든 좌표계 값과 각 반올림을 보여 줍니다.</translation>
    </message>
    <message>
        <source>The sweep is computed when the box rests.</source>
        <translation>박스가 멈추면 스윕을 계산합니다.</translation>
    </message>
    <message>
        <source>The trunk of {model} reads the photo…</source>
        <translation>{model}의 트렁크가 사진을 읽는 중…</translation>
    </message>
    <message>
        <source>Top edge of the box in photo pixels.</source>
        <translation>박스의 위쪽 변(사진 픽셀).</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Up and Down change it by 1 px, with Shift by 0.1 px.</source>
        <translation>위·아래 키로 1 px, Shift와 함께 0.1 px 바뀝니다.</translation>
    </message>
    <message>
        <source>Value of the bin along the sweep</source>
        <translation>스윕에 따른 칸의 값</translation>
    </message>
    <message>
        <source>What each operator did to the box.</source>
        <translation>각 연산이 박스에 한 일입니다.</translation>
    </message>
    <message>
        <source>Where the box comes from</source>
        <translation>박스의 출처</translation>
    </message>
    <message>
        <source>Which channel is looked at.</source>
        <translation>보고 있는 채널입니다.</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>작업 공간</translation>
    </message>
    <message>
        <source>Write the case or the figure to a file.</source>
        <translation>사례나 그림을 파일로 씁니다.</translation>
    </message>
    <message>
        <source>Written: {files}</source>
        <translation>저장됨: {files}</translation>
    </message>
    <message>
        <source>Zoom to box</source>
        <translation>박스로 확대</translation>
    </message>
    <message>
        <source>Zoom to the box</source>
        <translation>박스로 확대</translation>
    </message>
    <message>
        <source>adaptive</source>
        <translation>적응형</translation>
    </message>
    <message>
        <source>aligned</source>
        <translation>정렬(aligned)</translation>
    </message>
    <message>
        <source>along x</source>
        <translation>x 방향</translation>
    </message>
    <message>
        <source>along y</source>
        <translation>y 방향</translation>
    </message>
    <message>
        <source>as torchvision has it</source>
        <translation>torchvision의 방식</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>automatic: {level}</source>
        <translation>자동: {level}</translation>
    </message>
    <message>
        <source>black {low}   white {high}</source>
        <translation>검정 {low}   흰색 {high}</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>아래</translation>
    </message>
    <message>
        <source>box head</source>
        <translation>박스 헤드</translation>
    </message>
    <message>
        <source>box moved by, photo px</source>
        <translation>박스 이동, 사진 px</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>직접</translation>
    </message>
    <message>
        <source>candidate {index}, objectness {score}, anchor of {anchor}</source>
        <translation>후보 {index}, 객체성 {score}, {anchor}의 앵커</translation>
    </message>
    <message>
        <source>cell</source>
        <translation>셀</translation>
    </message>
    <message>
        <source>cells read 0 / 1 / 2+ times</source>
        <translation>0 / 1 / 2+번 읽힌 셀</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>채널</translation>
    </message>
    <message>
        <source>channel {channel}</source>
        <translation>채널 {channel}</translation>
    </message>
    <message>
        <source>clamped to {low}…{high}</source>
        <translation>{low}…{high}로 제한</translation>
    </message>
    <message>
        <source>class score</source>
        <translation>클래스 점수</translation>
    </message>
    <message>
        <source>column</source>
        <translation>열</translation>
    </message>
    <message>
        <source>columns</source>
        <translation>열</translation>
    </message>
    <message>
        <source>detection</source>
        <translation>검출</translation>
    </message>
    <message>
        <source>differs from torchvision, max |difference| {largest}</source>
        <translation>torchvision과 다름, 최대 |차이| {largest}</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>버림</translation>
    </message>
    <message>
        <source>equals torchvision, max |difference| {largest}</source>
        <translation>torchvision과 같음, 최대 |차이| {largest}</translation>
    </message>
    <message>
        <source>error in x</source>
        <translation>x 오차</translation>
    </message>
    <message>
        <source>error in y</source>
        <translation>y 오차</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>좌표계</translation>
    </message>
    <message>
        <source>how</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>ideal box, cells</source>
        <translation>이상적 박스, 셀</translation>
    </message>
    <message>
        <source>ideal box, photo px</source>
        <translation>이상적 박스, 사진 px</translation>
    </message>
    <message>
        <source>index {index}</source>
        <translation>인덱스 {index}</translation>
    </message>
    <message>
        <source>jumps</source>
        <translation>도약</translation>
    </message>
    <message>
        <source>largest cell of each bin</source>
        <translation>칸마다 가장 큰 셀</translation>
    </message>
    <message>
        <source>largest jump</source>
        <translation>가장 큰 도약</translation>
    </message>
    <message>
        <source>largest |difference| {value}</source>
        <translation>가장 큰 |차이| {value}</translation>
    </message>
    <message>
        <source>left</source>
        <translation>왼쪽</translation>
    </message>
    <message>
        <source>mask IoU</source>
        <translation>마스크 IoU</translation>
    </message>
    <message>
        <source>mask cells, 28 × 28</source>
        <translation>마스크 셀, 28 × 28</translation>
    </message>
    <message>
        <source>mask head</source>
        <translation>마스크 헤드</translation>
    </message>
    <message>
        <source>max</source>
        <translation>최대</translation>
    </message>
    <message>
        <source>max of {count} cells, at row {row}, column {column}</source>
        <translation>셀 {count}개의 최댓값, 행 {row}, 열 {column}</translation>
    </message>
    <message>
        <source>maximum of channels</source>
        <translation>채널 최댓값</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>mean of channels</source>
        <translation>채널 평균</translation>
    </message>
    <message>
        <source>mean of {down} × {across} samples a bin</source>
        <translation>칸마다 표본점 {down} × {across}개의 평균</translation>
    </message>
    <message>
        <source>network input px</source>
        <translation>네트워크 입력 px</translation>
    </message>
    <message>
        <source>none: the box has no area</source>
        <translation>없음: 박스의 넓이가 0</translation>
    </message>
    <message>
        <source>not in torchvision</source>
        <translation>torchvision에 없음</translation>
    </message>
    <message>
        <source>objectness {score}, anchor of {anchor}; box head reads {level}</source>
        <translation>객체성 {score}, {anchor}의 앵커. 박스 헤드는 {level}을(를) 읽음</translation>
    </message>
    <message>
        <source>one cell of border, box × 30/28, ends truncated to whole px, resized</source>
        <translation>테두리 한 셀, 상자 × 30/28, 끝을 정수 px로 버림, 크기 조정</translation>
    </message>
    <message>
        <source>overlap</source>
        <translation>겹침</translation>
    </message>
    <message>
        <source>pasted px</source>
        <translation>붙여 넣은 px</translation>
    </message>
    <message>
        <source>photo px</source>
        <translation>사진 px</translation>
    </message>
    <message>
        <source>pixel {column}, {row}: centre at + 0.5</source>
        <translation>픽셀 {column}, {row}: 중심은 + 0.5</translation>
    </message>
    <message>
        <source>product</source>
        <translation>곱</translation>
    </message>
    <message>
        <source>proposal</source>
        <translation>제안</translation>
    </message>
    <message>
        <source>proposal {proposal} moved as {name}, score {score}</source>
        <translation>{name}(으)로 옮긴 제안 {proposal}, 점수 {score}</translation>
    </message>
    <message>
        <source>right</source>
        <translation>오른쪽</translation>
    </message>
    <message>
        <source>rounding, as RoIPool does with an edge here</source>
        <translation>반올림: 변이 여기 있으면 RoIPool이 하는 일</translation>
    </message>
    <message>
        <source>row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>행</translation>
    </message>
    <message>
        <source>sample x, y in cells</source>
        <translation>표본점 x, y (셀)</translation>
    </message>
    <message>
        <source>scale: {scale}</source>
        <translation>배율: {scale}</translation>
    </message>
    <message>
        <source>score, {name}</source>
        <translation>점수, {name}</translation>
    </message>
    <message>
        <source>share of the box never read</source>
        <translation>읽히지 않은 박스 비율</translation>
    </message>
    <message>
        <source>slope per px</source>
        <translation>px당 기울기</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>합</translation>
    </message>
    <message>
        <source>the first {rest} take one more</source>
        <translation>앞의 {rest}칸이 하나씩 더 가짐</translation>
    </message>
    <message>
        <source>the network reads the photo at its own size</source>
        <translation>네트워크가 사진을 원래 크기로 읽음</translation>
    </message>
    <message>
        <source>the one cell of the bin, row {row}, column {column}</source>
        <translation>칸의 유일한 셀, 행 {row}, 열 {column}</translation>
    </message>
    <message>
        <source>the same place of its grid is read from</source>
        <translation>격자의 같은 자리를 읽는 곳</translation>
    </message>
    <message>
        <source>top</source>
        <translation>위</translation>
    </message>
    <message>
        <source>torchvision has no such operator or convention to compare with.</source>
        <translation>비교할 연산이나 방식이 torchvision에 없습니다.</translation>
    </message>
    <message>
        <source>torchvision's bins: neighbours share cells; 5 cells into 2 are 3 + 3, one read twice.</source>
        <translation>torchvision 방식: 이웃한 칸이 셀을 공유합니다. 셀 5개를 2칸으로 나누면 3 + 3, 하나를 두 번 읽습니다.</translation>
    </message>
    <message>
        <source>torchvision.ops was just run on this box and all channels; its largest value is {scale}.</source>
        <translation>방금 이 박스와 모든 채널에 torchvision.ops를 실행했습니다. 가장 큰 값은 {scale}입니다.</translation>
    </message>
    <message>
        <source>truncation ⌊·⌋, read at its centre</source>
        <translation>버림 ⌊·⌋, 셀 중심에서 읽음</translation>
    </message>
    <message>
        <source>uneven</source>
        <translation>불균등</translation>
    </message>
    <message>
        <source>used box, cells</source>
        <translation>사용된 박스, 셀</translation>
    </message>
    <message>
        <source>used box, photo px</source>
        <translation>사용된 박스, 사진 px</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>value of the bin</source>
        <translation>칸의 값</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>weight · value of the four neighbours</source>
        <translation>이웃 넷의 가중치 · 값</translation>
    </message>
    <message>
        <source>{cells} cells, {pixels} px</source>
        <translation>{cells} 셀, {pixels} px</translation>
    </message>
    <message>
        <source>{count} of {total} bins differ</source>
        <translation>{total}칸 중 {count}칸이 다름</translation>
    </message>
    <message>
        <source>{edge} edge moved</source>
        <translation>{edge} 변 이동</translation>
    </message>
    <message>
        <source>{first} − {second}</source>
        <translation>{first} − {second}</translation>
    </message>
    <message>
        <source>{length} cells are fewer than {count} bins: cells repeat</source>
        <translation>셀 {length}개가 칸 {count}개보다 적어 셀이 되풀이됨</translation>
    </message>
    <message>
        <source>{level} cell</source>
        <translation>{level} 셀 번호</translation>
    </message>
    <message>
        <source>{level} cells</source>
        <translation>{level} 셀</translation>
    </message>
    <message>
        <source>{level} edge</source>
        <translation>{level} 변</translation>
    </message>
    <message>
        <source>{level} index</source>
        <translation>{level} 인덱스</translation>
    </message>
    <message>
        <source>{level} was chosen by hand (stride {stride})</source>
        <translation>{level} 직접 선택 (스트라이드 {stride})</translation>
    </message>
    <message>
        <source>{level} {map}</source>
        <translation>{level} {map}</translation>
    </message>
    <message>
        <source>{level}, stride {stride}</source>
        <translation>{level}, 스트라이드 {stride}</translation>
    </message>
    <message>
        <source>{lost} cells lost, {often} read twice</source>
        <translation>버린 셀 {lost}개, 겹쳐 읽은 셀 {often}개</translation>
    </message>
    <message>
        <source>{map}, {operator}</source>
        <translation>{map}, {operator}</translation>
    </message>
    <message>
        <source>{name}, score {score}, from proposal {proposal}; mask head reads {level}</source>
        <translation>{name}, 점수 {score}, 제안 {proposal}에서. 마스크 헤드는 {level}을(를) 읽음</translation>
    </message>
    <message>
        <source>{operator} rounds nothing and reads between the cells: the window is the box.</source>
        <translation>{operator}은(는) 아무것도 반올림하지 않고 셀 사이를 읽습니다. 창이 곧 박스입니다.</translation>
    </message>
    <message>
        <source>{operator} rounds the box as RoIPool does, by up to {moved} px (IoU {iou} %), and interpolates inside: the rounding stays.</source>
        <translation>{operator}은(는) RoIPool처럼 박스를 최대 {moved} px 반올림하고(IoU {iou} %) 안에서만 보간합니다. 반올림은 그대로 남습니다.</translation>
    </message>
    <message>
        <source>{operator} rounds the box to whole cells, which moves an edge by up to {moved} px: window and box overlap by {iou} % (IoU).</source>
        <translation>{operator}은(는) 박스를 온전한 셀로 반올림하여 변이 최대 {moved} px 움직입니다. 창과 박스의 겹침은 {iou} %(IoU)입니다.</translation>
    </message>
    <message>
        <source>{operator} stretches the box towards the middle of the map by up to {moved} px (IoU {iou} %) and reads one point a bin.</source>
        <translation>{operator}은(는) 박스를 맵 가운데로 최대 {moved} px 당기고(IoU {iou} %) 칸마다 한 점만 읽습니다.</translation>
    </message>
    <message>
        <source>{operator} without alignment rounds nothing, but reads half a cell too far right and down: {moved} px.</source>
        <translation>정렬하지 않은 {operator}은(는) 반올림하지 않지만 오른쪽 아래로 반 셀({moved} px) 치우쳐 읽습니다.</translation>
    </message>
    <message>
        <source>{operator} {size}</source>
        <translation>{operator} {size}</translation>
    </message>
    <message>
        <source>{rest} dropped</source>
        <translation>{rest}개 버림</translation>
    </message>
    <message>
        <source>{width} × {height} px of the photo</source>
        <translation>사진의 {width} × {height} px</translation>
    </message>
    <message>
        <source>… and {count} more samples</source>
        <translation>… 외 표본점 {count}개</translation>
    </message>
    <message>
        <source>− 0.5: a cell's centre has a whole index</source>
        <translation>− 0.5: 셀 중심의 인덱스는 정수</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>A case needs a box with an area.</source>
        <translation>사례에는 넓이가 있는 박스가 필요합니다.</translation>
    </message>
    <message>
        <source>A case needs channels from 0 to {last}, not {given}.</source>
        <translation>사례의 채널은 0부터 {last}까지여야 합니다. 받은 값: {given}.</translation>
    </message>
    <message>
        <source>A network can be given RoIPool with torchvision's bins only, not with '{bins}'.</source>
        <translation>네트워크에는 torchvision 방식의 RoIPool만 넣을 수 있습니다. '{bins}'은(는) 안 됩니다.</translation>
    </message>
    <message>
        <source>A sweep of {count} steps is not between 1 and {limit}.</source>
        <translation>스윕 단계 {count}이(가) 1과 {limit} 사이가 아닙니다.</translation>
    </message>
    <message>
        <source>Pooled grids of shape {first} and {second} cannot be compared.</source>
        <translation>모양이 {first}과(와) {second}인 격자는 비교할 수 없습니다.</translation>
    </message>
    <message>
        <source>The bin has {count} sample points, too many to list; set a sampling ratio.</source>
        <translation>칸의 표본점이 {count}개로 나열하기에 너무 많습니다. 표본점 수를 정하세요.</translation>
    </message>
    <message>
        <source>The bottom edge {bottom} is not below the top edge {top}.</source>
        <translation>아래 변 {bottom}이(가) 위 변 {top}보다 아래에 있지 않습니다.</translation>
    </message>
    <message>
        <source>The box has {count} sample points, too many to list; set a sampling ratio or choose a smaller box.</source>
        <translation>박스의 표본점이 {count}개로 나열하기에 너무 많습니다. 표본점 수를 정하거나 더 작은 박스를 고르세요.</translation>
    </message>
    <message>
        <source>The box spans {cells} cells, which takes {points} sample points along one side; set a sampling ratio.</source>
        <translation>박스가 셀 {cells}개에 걸쳐 한 변에 표본점 {points}개가 필요합니다. 표본점 수를 정하세요.</translation>
    </message>
    <message>
        <source>The box {box} has a coordinate that is not a finite number.</source>
        <translation>박스 {box}에 유한하지 않은 좌표가 있습니다.</translation>
    </message>
    <message>
        <source>The box {box} has no sensible area; its level is not defined.</source>
        <translation>박스 {box}의 넓이가 올바르지 않아 레벨을 정할 수 없습니다.</translation>
    </message>
    <message>
        <source>The box {box} lies outside the image, which has {width} x {height} pixels.</source>
        <translation>박스 {box}이(가) {width} x {height} 픽셀인 이미지 밖에 있습니다.</translation>
    </message>
    <message>
        <source>The box {box} reaches more than {limit} pixels or cells away; the operators cannot count that far.</source>
        <translation>박스 {box}이(가) {limit} 픽셀이나 셀보다 멀리 닿습니다. 연산이 그만큼 셀 수 없습니다.</translation>
    </message>
    <message>
        <source>The box {box} reaches more than {reach} px beyond the photo; there is nothing to read there.</source>
        <translation>박스 {box}이(가) 사진에서 {reach} px 넘게 벗어납니다. 거기에는 읽을 것이 없습니다.</translation>
    </message>
    <message>
        <source>The feature map has {rows} x {columns} cells; there is nothing to read.</source>
        <translation>특징 맵의 셀이 {rows} x {columns}개라 읽을 것이 없습니다.</translation>
    </message>
    <message>
        <source>The features have shape {shape}; the trace was made for (channels, {rows}, {columns}).</source>
        <translation>특징의 모양은 {shape}이지만 추적은 (채널, {rows}, {columns})용입니다.</translation>
    </message>
    <message>
        <source>The head reads RoI features of shape {wanted}, not {shape}.</source>
        <translation>헤드는 모양이 {wanted}인 RoI 특징을 읽습니다. {shape}은(는) 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The operators are defined on float32 and float64, not on {dtype}.</source>
        <translation>연산은 float32와 float64에서만 정의됩니다. 받은 형: {dtype}.</translation>
    </message>
    <message>
        <source>The output size {bins} is not between 1 and {limit} bins.</source>
        <translation>출력 크기 {bins}이(가) 1과 {limit} 사이가 아닙니다.</translation>
    </message>
    <message>
        <source>The right edge {right} is not to the right of the left edge {left}.</source>
        <translation>오른쪽 변 {right}이(가) 왼쪽 변 {left}보다 오른쪽에 있지 않습니다.</translation>
    </message>
    <message>
        <source>The sampling ratio {ratio} is larger than {limit}; 2 is usual, 0 is adaptive.</source>
        <translation>표본점 수 {ratio}이(가) {limit}보다 큽니다. 보통 2이고 0은 적응형입니다.</translation>
    </message>
    <message>
        <source>The spatial scale {scale} is not a positive number; it is 1 / stride.</source>
        <translation>공간 배율 {scale}이(가) 양수가 아닙니다. 1 / 스트라이드여야 합니다.</translation>
    </message>
    <message>
        <source>The step {step} is not a number of pixels other than 0.</source>
        <translation>단계 {step}은(는) 0이 아닌 픽셀 수여야 합니다.</translation>
    </message>
    <message>
        <source>The sweep would keep {count} values; sweep fewer channels or steps.</source>
        <translation>스윕이 값 {count}개를 저장해야 합니다. 채널이나 단계를 줄이세요.</translation>
    </message>
    <message>
        <source>There is no bin convention '{name}'; choose {known}.</source>
        <translation>칸 나누기 방식 '{name}'이(가) 없습니다. {known} 중에서 고르세요.</translation>
    </message>
    <message>
        <source>There is no bin in row {row}, column {column} of channel {channel}; there are {rows} x {columns} in {channels} channels.</source>
        <translation>채널 {channel}의 행 {row}, 열 {column}에 칸이 없습니다. 채널 {channels}개에 {rows} x {columns}칸이 있습니다.</translation>
    </message>
    <message>
        <source>This is not a RoI case of version {version}.</source>
        <translation>버전 {version}의 RoI 사례가 아닙니다.</translation>
    </message>
    <message>
        <source>This model has no level at a stride from {low} to {high}.</source>
        <translation>이 모델에는 스트라이드 {low}부터 {high}까지의 레벨이 없습니다.</translation>
    </message>
    <message>
        <source>This model has no level {level}; it has {known}.</source>
        <translation>이 모델에는 레벨 {level}이(가) 없습니다. 있는 레벨: {known}.</translation>
    </message>
    <message>
        <source>This sweep has no head; its pooled values have summaries of their own.</source>
        <translation>이 스윕에는 헤드가 없습니다. 풀링된 값의 요약을 보세요.</translation>
    </message>
    <message>
        <source>{path} does not end in .svg, .pdf or .png; give it one of these.</source>
        <translation>{path}의 확장자가 .svg, .pdf, .png가 아닙니다. 이 중 하나를 붙이세요.</translation>
    </message>
    <message>
        <source>{text} is not a finite number; type one such as 50.3.</source>
        <translation>{text}은(는) 유한한 수가 아닙니다. 50.3처럼 입력하세요.</translation>
    </message>
    <message>
        <source>“{text}” is not a number; type one such as 50.3.</source>
        <translation>“{text}”은(는) 수가 아닙니다. 50.3처럼 입력하세요.</translation>
    </message>
</context>
</TS>
