<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>The model reads this photo × {factor}: a cell of its stride {stride} is {cell} px of the photo, finer than the grid's, so that it can beat the ceiling.</source>
        <translation>모델은 이 사진을 × {factor} 크기로 읽습니다. 스트라이드 {stride}의 셀 하나가 사진의 {cell} px로 격자보다 촘촘하므로 상한을 넘을 수 있습니다.</translation>
    </message>
    <message>
        <source>The model reads this photo × {factor}: a cell of its stride {stride} is {cell} px of the photo, coarser than the grid's, so that it loses more to location than the grid does.</source>
        <translation>모델은 이 사진을 × {factor} 크기로 읽습니다. 스트라이드 {stride}의 셀 하나가 사진의 {cell} px로 격자보다 성기므로 위치에서 격자보다 더 많이 잃습니다.</translation>
    </message>
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
        <source>Every layer is a map of one axis: input = s · output + (k − s) / 2 − p. Composed, they give the crop that puts the result back onto the photo, for every image size. White dots are the centres of receptive fields, coloured dots where the result draws them; zoomed out, only every n-th is drawn.</source>
        <translation>모든 층은 한 축의 사상입니다: 입력 = s · 출력 + (k − s) / 2 − p. 이를 합성하면 어떤 이미지 크기에서도 결과를 사진 위 제자리에 놓는 자르기 값이 나옵니다. 흰 점은 수용 영역의 중심, 색 점은 결과가 그 중심을 그리는 곳입니다. 축소하면 n번째마다 하나만 그립니다.</translation>
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
    <message>
        <source>Location loss</source>
        <translation>위치 손실</translation>
    </message>
    <message>
        <source>What the coarse grid alone costs, beside what the model loses.</source>
        <translation>성긴 격자만으로 잃는 것과 모델이 잃는 것을 나란히 봅니다.</translation>
    </message>
    <message>
        <source>The ground truth is put on a grid of cells of s × s pixels, each holding the shares of its classes, and read back bilinearly, as an FCN reads its scores: the IoU with what it was is the paper's best possible one, the ceiling. It splits what a model lacks into location, lost to the grid, and recognition, lost beyond it. IoU of a class = |T ∩ P| / (|T| + |P| − |T ∩ P|).</source>
        <translation>정답을 s × s 픽셀 셀의 격자에 올려 셀마다 클래스 비율을 담고, FCN이 점수를 읽듯이 쌍선형으로 되읽습니다. 원래 정답과의 IoU가 논문에서 말하는 최대 IoU, 곧 상한입니다. 이 값은 모델에 모자란 몫을 격자가 잃은 위치와 그 밖에 잃은 인식으로 나눕니다. 클래스의 IoU = |T ∩ P| / (|T| + |P| − |T ∩ P|).</translation>
    </message>
    <message>
        <source>The FCN paper (appendix A) published {figures} at strides {strides}, measured on VOC. Another data set has other figures, of the same shape: the coarser the grid and the smaller its objects, the lower.</source>
        <translation>FCN 논문(부록 A)이 VOC에서 재어 발표한 값은 스트라이드 {strides}에서 {figures}입니다. 다른 데이터셋의 값은 다르지만 모양은 같습니다. 격자가 성길수록, 물체가 작을수록 낮습니다.</translation>
    </message>
    <message>
        <source>Measure the ceilings over a whole data set: choose its folder, in VOC's layout (SegmentationClass), CamVid's (val/images, val/labels), with val.txt, images and class, or of label PNGs. No network runs.</source>
        <translation>데이터셋 전체에서 상한을 잽니다. VOC 구조(SegmentationClass), CamVid 구조(val/images, val/labels), val.txt, images, class가 있는 폴더, 또는 레이블 PNG가 든 폴더를 고르세요. 네트워크는 실행하지 않습니다.</translation>
    </message>
    <message>
        <source>Mean at stride</source>
        <translation>스트라이드별 평균</translation>
    </message>
    <message>
        <source>Classes of the ground truth at stride {stride}</source>
        <translation>스트라이드 {stride}에서 정답의 클래스</translation>
    </message>
    <message>
        <source>IoU by stride</source>
        <translation>스트라이드별 IoU</translation>
    </message>
    <message>
        <source>The table below it holds the same numbers.</source>
        <translation>아래 표에 같은 숫자가 있습니다.</translation>
    </message>
    <message>
        <source>Mean IoU by stride</source>
        <translation>스트라이드별 평균 IoU</translation>
    </message>
    <message>
        <source>IoU by class</source>
        <translation>클래스별 IoU</translation>
    </message>
    <message>
        <source>Measure a folder</source>
        <translation>폴더 재기</translation>
    </message>
    <message>
        <source>Measure a folder…</source>
        <translation>폴더 재기…</translation>
    </message>
    <message>
        <source>Looking for label maps…</source>
        <translation>레이블 맵을 찾는 중…</translation>
    </message>
    <message>
        <source>{where}: {done} of {total} label maps</source>
        <translation>{where}: 레이블 맵 {total}개 중 {done}개</translation>
    </message>
    <message>
        <source>{where}: stopped after {done} of {total} label maps.</source>
        <translation>{where}: 레이블 맵 {total}개 중 {done}개에서 멈췄습니다.</translation>
    </message>
    <message>
        <source>{where}: {total} label maps.</source>
        <translation>{where}: 레이블 맵 {total}개.</translation>
    </message>
    <message>
        <source>Best possible IoU over all label maps of a data set.</source>
        <translation>데이터셋의 모든 레이블 맵에 대한 최대 IoU입니다.</translation>
    </message>
    <message>
        <source>Stop after this label map; what is measured stays.</source>
        <translation>이 레이블 맵까지만 재고 멈춥니다. 잰 값은 남습니다.</translation>
    </message>
    <message>
        <source>Label maps measured</source>
        <translation>잰 레이블 맵</translation>
    </message>
    <message>
        <source>about {count} s left</source>
        <translation>약 {count}초 남음</translation>
    </message>
    <message>
        <source>about {count} min left</source>
        <translation>약 {count}분 남음</translation>
    </message>
    <message>
        <source>location</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>recognition</source>
        <translation>인식</translation>
    </message>
    <message>
        <source>published on VOC</source>
        <translation>VOC에서 발표된 값</translation>
    </message>
    <message>
        <source>Best possible IoU at this stride, in %: the ground truth taken down and back.</source>
        <translation>이 스트라이드에서 가능한 최대 IoU(%)입니다. 정답을 내렸다가 되돌린 것입니다.</translation>
    </message>
    <message>
        <source>IoU of the model's read-out at this stride with all gains 1, in %; a dash where it has none.</source>
        <translation>모든 게인이 1일 때 이 스트라이드에서 모델을 읽은 IoU(%)입니다. 없으면 줄표입니다.</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>100 − ceiling: lost to the grid, whatever the model knows.</source>
        <translation>100 − 상한: 모델이 무엇을 알든 격자가 잃은 것입니다.</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>인식</translation>
    </message>
    <message>
        <source>Ceiling − model: lost beyond the grid; below 0 where the model's scores beat it.</source>
        <translation>상한 − 모델: 격자 말고 더 잃은 것입니다. 모델의 점수가 그것을 넘으면 0보다 작습니다.</translation>
    </message>
    <message>
        <source>Best possible IoU at stride {stride}, in %.</source>
        <translation>스트라이드 {stride}에서 가능한 최대 IoU(%)입니다.</translation>
    </message>
    <message>
        <source>Mean IoU</source>
        <translation>평균 IoU</translation>
    </message>
    <message>
        <source>Published on VOC</source>
        <translation>VOC에서 발표된 값</translation>
    </message>
    <message>
        <source>Taking the ground truth down and back…</source>
        <translation>정답을 내렸다가 되돌리는 중…</translation>
    </message>
    <message>
        <source>No model has run on this photo: only the grid's part is known.</source>
        <translation>이 사진에 모델을 실행하지 않았습니다. 격자의 몫만 알 수 있습니다.</translation>
    </message>
    <message>
        <source>The ground truth has the classes of {truth}, the model those of {model}: only the grid's part can be told.</source>
        <translation>정답의 클래스는 {truth}, 모델의 클래스는 {model}입니다. 격자의 몫만 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Lost at stride {stride}: {share} % of the pixels that have a class (striped)</source>
        <translation>스트라이드 {stride}에서 잃음: 클래스가 있는 픽셀의 {share} % (줄무늬)</translation>
    </message>
    <message>
        <source>All of the ground truth is void: nothing is measured.</source>
        <translation>정답이 모두 보이드입니다. 잴 것이 없습니다.</translation>
    </message>
    <message>
        <source>void: not measured</source>
        <translation>보이드: 재지 않음</translation>
    </message>
    <message>
        <source>{name}, kept at stride {stride}</source>
        <translation>{name}, 스트라이드 {stride}에서 남음</translation>
    </message>
    <message>
        <source>{name}, lost at stride {stride}: comes back as {after}</source>
        <translation>{name}, 스트라이드 {stride}에서 잃음: {after}(으)로 돌아옴</translation>
    </message>
    <message>
        <source>Cells of {stride} × {stride} pixels.</source>
        <translation>{stride} × {stride} 픽셀의 셀입니다.</translation>
    </message>
    <message>
        <source>Mark lost pixels</source>
        <translation>잃은 픽셀 표시</translation>
    </message>
    <message>
        <source>Stripes where the ground truth comes back as another class.</source>
        <translation>정답이 다른 클래스로 돌아온 곳의 줄무늬입니다.</translation>
    </message>
    <message>
        <source>This photo</source>
        <translation>이 사진</translation>
    </message>
    <message>
        <source>Ground truth and model on the photo.</source>
        <translation>사진의 정답과 모델입니다.</translation>
    </message>
    <message>
        <source>A folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Ground truth of a whole data set.</source>
        <translation>데이터셋 전체의 정답입니다.</translation>
    </message>
    <message>
        <source>Numbers of</source>
        <translation>숫자의 대상</translation>
    </message>
    <message>
        <source>Photo with the ground truth after the way down and back</source>
        <translation>내렸다가 되돌린 정답이 있는 사진</translation>
    </message>
    <message>
        <source>Ceiling</source>
        <translation>상한</translation>
    </message>
    <message>
        <source>ceiling</source>
        <translation>상한</translation>
    </message>
    <message>
        <source>no read-out</source>
        <translation>읽기 없음</translation>
    </message>
    <message>
        <source>1 − IoU = (1 − ceiling) + (ceiling − IoU)</source>
        <translation>1 − IoU = (1 − 상한) + (상한 − IoU)</translation>
    </message>
    <message>
        <source>Mean IoU over the classes of the ground truth.</source>
        <translation>정답의 클래스에 대한 평균 IoU입니다.</translation>
    </message>
    <message>
        <source>Reading the feature maps…</source>
        <translation>특징 맵을 읽는 중…</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>{root} holds no label maps; choose a folder in VOC's layout (SegmentationClass), CamVid's (val/images, val/labels), with val.txt, images and class, or of label PNGs.</source>
        <translation>{root}에 레이블 맵이 없습니다. VOC 구조(SegmentationClass), CamVid 구조(val/images, val/labels), val.txt, images, class가 있는 폴더, 또는 레이블 PNG가 든 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>{root} holds no label maps of a split '{split}'; choose another split.</source>
        <translation>{root}에 분할 '{split}'의 레이블 맵이 없습니다. 다른 분할을 고르세요.</translation>
    </message>
    <message>
        <source>{path} holds the id {id}, but {label_set} numbers its classes 0 to {last}, void {void}; mend it, or take it out.</source>
        <translation>{path}에 번호 {id}이(가) 있지만 {label_set}의 클래스는 0~{last}, void는 {void}입니다. 고치거나 빼세요.</translation>
    </message>
    <message>
        <source>{path} is {width} x {height} px, more than {most} million; make a smaller one, or take it out.</source>
        <translation>{path}의 크기가 {width} x {height} px로 {most}백만 픽셀을 넘습니다. 더 작게 만들거나 빼세요.</translation>
    </message>
    <message>
        <source>{root} holds no split '{split}'; give a folder with {split}/images or with {split}.txt.</source>
        <translation>{root}에 '{split}' 분할이 없습니다. {split}/images 또는 {split}.txt가 있는 폴더를 지정하세요.</translation>
    </message>
    <message>
        <source>The split '{split}' of {root} lacks {missing}; restore the file or choose another folder.</source>
        <translation>{root}의 '{split}' 분할에 {missing}이(가) 없습니다. 파일을 되살리거나 다른 폴더를 고르세요.</translation>
    </message>
</context>
</TS>
