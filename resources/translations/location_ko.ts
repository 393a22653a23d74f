<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>Alignment</source>
        <translation>정렬</translation>
    </message>
    <message>
        <source>Crop of the result</source>
        <translation>결과의 자르기</translation>
    </message>
    <message>
        <source>Derived crops: {crops}</source>
        <translation>유도된 자르기: {crops}</translation>
    </message>
    <message>
        <source>Every layer is a map of one axis: input = s · output + (k − s) / 2 − p. Composed, they give the crop that puts the result back onto the photo, for every image size. White dots are the centres of receptive fields, coloured dots where the result draws them.</source>
        <translation>모든 층은 한 축의 사상입니다: 입력 = s · 출력 + (k − s) / 2 − p. 이를 합성하면 어떤 이미지 크기에서도 결과를 사진 위 제자리에 놓는 자르기 값이 나옵니다. 흰 점은 수용 영역의 중심, 색 점은 결과가 그 중심을 그리는 곳입니다.</translation>
    </message>
    <message>
        <source>Last kernel {kernel}, stride {stride}</source>
        <translation>마지막 커널 {kernel}, 스트라이드 {stride}</translation>
    </message>
    <message>
        <source>Misregistration: {pixels} px</source>
        <translation>어긋남: {pixels} px</translation>
    </message>
    <message>
        <source>Network of the paper</source>
        <translation>논문의 네트워크</translation>
    </message>
    <message>
        <source>Padding of conv1_1</source>
        <translation>conv1_1의 패딩</translation>
    </message>
    <message>
        <source>Photo with the centres of receptive fields</source>
        <translation>수용 영역 중심이 있는 사진</translation>
    </message>
    <message>
        <source>Pixels cut off left and above; below 0 they would be added.</source>
        <translation>왼쪽과 위에서 잘라 내는 픽셀 수입니다. 0보다 작으면 더합니다.</translation>
    </message>
    <message>
        <source>Pixels that the first convolution adds on each side.</source>
        <translation>첫 합성곱이 각 변에 더하는 픽셀 수입니다.</translation>
    </message>
    <message>
        <source>The crop that leaves no misregistration with this padding and kernel.</source>
        <translation>이 패딩과 커널에서 어긋남이 없는 자르기입니다.</translation>
    </message>
    <message>
        <source>The paper's padding and crops, and where they put each cell.</source>
        <translation>논문의 패딩과 자르기, 그리고 각 셀이 놓이는 곳입니다.</translation>
    </message>
    <message>
        <source>Use the derived crop</source>
        <translation>유도된 자르기 쓰기</translation>
    </message>
    <message>
        <source>Last kernel</source>
        <translation>마지막 커널</translation>
    </message>
    <message>
        <source>Kernel of the last deconvolution, in pixels: 64, 32 and 16 in the paper, twice the stride.</source>
        <translation>마지막 디컨볼루션의 커널(픽셀)입니다. 논문에서는 64, 32, 16으로 스트라이드의 두 배입니다.</translation>
    </message>
    <message>
        <source>Centred crop: {across}, {down}: off by {x}, {y} px</source>
        <translation>가운데 자르기: {across}, {down}: {x}, {y} px 어긋남</translation>
    </message>
    <message>
        <source>A crop from the middle of the result depends on the photo's size, across and down.</source>
        <translation>결과의 가운데에서 자르는 값은 사진의 가로와 세로 크기에 따라 달라집니다.</translation>
    </message>
    <message>
        <source>A kernel below its stride leaves gaps: {gap} of {stride} pixels get nothing.</source>
        <translation>스트라이드보다 작은 커널은 빈틈을 남깁니다. {stride}픽셀 중 {gap}픽셀은 아무 값도 받지 못합니다.</translation>
    </message>
    <message>
        <source>An odd kernel at an even stride has its centre between two pixels: no whole crop fits, half a pixel remains.</source>
        <translation>짝수 스트라이드에서 홀수 커널의 중심은 두 픽셀 사이에 있습니다. 정수 자르기로는 맞출 수 없어 반 픽셀이 남습니다.</translation>
    </message>
</context>
</TS>
