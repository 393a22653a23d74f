<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>{model}: the kernels of its deconvolutions are fixed; they are these bilinear ones.</source>
        <translation>{model}: 디컨볼루션의 커널이 고정되어 있으며, 바로 이 이중 선형 커널입니다.</translation>
    </message>
    <message>
        <source>{model}: its upsampling is fixed bilinear interpolation; it has no kernel to learn.</source>
        <translation>{model}: 업샘플링이 고정된 이중 선형 보간이므로 학습할 커널이 없습니다.</translation>
    </message>
    <message>
        <source>inside at most {inside}, at the border {border}</source>
        <translation>안쪽은 최대 {inside}, 가장자리는 {border}</translation>
    </message>
    <message>
        <source>0 to {value}</source>
        <translation>0~{value}</translation>
    </message>
    <message>
        <source>1 inside, {value} in the corner</source>
        <translation>안쪽 1, 모서리 {value}</translation>
    </message>
    <message>
        <source>2 × 2 taps, stride 2</source>
        <translation>2 × 2 탭, 스트라이드 2</translation>
    </message>
    <message>
        <source>A 1 × 1 convolution turns each level's features into scores of the classes. The decoder doubles the coarse ones and adds the finer: f&lt;sub&gt;16&lt;/sub&gt; = up&lt;sub&gt;2&lt;/sub&gt;(s&lt;sub&gt;32&lt;/sub&gt;) + s&lt;sub&gt;16&lt;/sub&gt;, f&lt;sub&gt;8&lt;/sub&gt; = up&lt;sub&gt;2&lt;/sub&gt;(f&lt;sub&gt;16&lt;/sub&gt;) + s&lt;sub&gt;8&lt;/sub&gt;. Doubling brings no place back that was lost; only the finer scores do. All maps share one scale around 0.</source>
        <translation>1 × 1 합성곱이 각 단계의 특징을 클래스 점수로 바꿉니다. 디코더는 거친 점수를 두 배로 키우고 더 촘촘한 점수를 더합니다: f&lt;sub&gt;16&lt;/sub&gt; = up&lt;sub&gt;2&lt;/sub&gt;(s&lt;sub&gt;32&lt;/sub&gt;) + s&lt;sub&gt;16&lt;/sub&gt;, f&lt;sub&gt;8&lt;/sub&gt; = up&lt;sub&gt;2&lt;/sub&gt;(f&lt;sub&gt;16&lt;/sub&gt;) + s&lt;sub&gt;8&lt;/sub&gt;. 키우는 것만으로는 잃은 위치가 돌아오지 않으며, 더 촘촘한 점수만이 되돌립니다. 모든 맵은 0을 중심으로 한 같은 눈금을 씁니다.</translation>
    </message>
    <message>
        <source>A deconvolution by s puts a copy of its kernel, times the cell's score, at every s-th pixel, and adds where copies overlap. The paper's kernels start as bilinear and, in its released nets, stay so: on each axis w(t) = 1 − |t − c| / s, with 2s taps around c = (2s − 1) / 2. Every FCN offered here keeps its upsampling fixed.</source>
        <translation>배율 s의 디컨볼루션은 셀의 점수를 곱한 커널을 s 픽셀마다 하나씩 놓고, 겹치는 곳을 더합니다. 논문의 커널은 이중 선형으로 시작하며 공개된 네트워크에서는 그대로 고정되어 있습니다. 각 축에서 w(t) = 1 − |t − c| / s이고, 탭은 c = (2s − 1) / 2 둘레의 2s개입니다. 여기 있는 FCN은 모두 업샘플링이 고정되어 있습니다.</translation>
    </message>
    <message>
        <source>A learned kernel, that of a mask head, stands here once a Mask R-CNN has run.</source>
        <translation>Mask R-CNN을 실행하면 마스크 헤드의 학습된 커널이 여기에 나옵니다.</translation>
    </message>
    <message>
        <source>At once or by twos</source>
        <translation>한 번에 또는 두 배씩</translation>
    </message>
    <message>
        <source>Bilinear {size} × {size}, stride {stride}</source>
        <translation>이중 선형 {size} × {size}, 스트라이드 {stride}</translation>
    </message>
    <message>
        <source>By twos − at once</source>
        <translation>두 배씩 − 한 번에</translation>
    </message>
    <message>
        <source>Cell grid</source>
        <translation>셀 격자</translation>
    </message>
    <message>
        <source>Channels of the level</source>
        <translation>이 단계의 채널</translation>
    </message>
    <message>
        <source>Click a channel, or walk through them with the arrow keys.</source>
        <translation>채널을 누르거나 화살표 키로 옮겨 다니세요.</translation>
    </message>
    <message>
        <source>Click the photo to pin the cell whose field is wanted.</source>
        <translation>사진을 눌러 수용 영역을 볼 셀을 고정하세요.</translation>
    </message>
    <message>
        <source>Deconvolution</source>
        <translation>디컨볼루션</translation>
    </message>
    <message>
        <source>Deconvolution kernels, and what they do to a score map beside interpolation.</source>
        <translation>디컨볼루션 커널과, 그것이 점수 맵에 하는 일을 보간과 나란히 봅니다.</translation>
    </message>
    <message>
        <source>Deconvolution or interpolation</source>
        <translation>디컨볼루션 또는 보간</translation>
    </message>
    <message>
        <source>Deconvolution − interpolation</source>
        <translation>디컨볼루션 − 보간</translation>
    </message>
    <message>
        <source>Doubling log&lt;sub&gt;2&lt;/sub&gt; s times gives a map as large as one step by s, but not the same: each doubling takes ¾ and ¼ of what the last one made, so the result bends smoothly where the single step has corners at the cells' centres: up&lt;sub&gt;2&lt;/sub&gt;(up&lt;sub&gt;2&lt;/sub&gt;(up&lt;sub&gt;2&lt;/sub&gt;(f))) ≠ up&lt;sub&gt;8&lt;/sub&gt;(f).</source>
        <translation>두 배 키우기를 log&lt;sub&gt;2&lt;/sub&gt; s번 하면 s배를 한 번에 키운 것과 크기는 같지만 값은 다릅니다. 매번 앞 결과의 ¾과 ¼을 섞으므로, 한 번에 키우면 셀 중심에서 꺾이는 곳이 부드럽게 휩니다: up&lt;sub&gt;2&lt;/sub&gt;(up&lt;sub&gt;2&lt;/sub&gt;(up&lt;sub&gt;2&lt;/sub&gt;(f))) ≠ up&lt;sub&gt;8&lt;/sub&gt;(f).</translation>
    </message>
    <message>
        <source>Effective receptive field</source>
        <translation>유효 수용 영역</translation>
    </message>
    <message>
        <source>Encoder and decoder</source>
        <translation>인코더와 디코더</translation>
    </message>
    <message>
        <source>Feature maps and score maps over the photo, and what one cell of them sees.</source>
        <translation>사진 위의 특징 맵과 점수 맵, 그리고 셀 하나가 보는 것.</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>특징</translation>
    </message>
    <message>
        <source>Gain of the deconvolution</source>
        <translation>디컨볼루션의 게인</translation>
    </message>
    <message>
        <source>Half of the network</source>
        <translation>네트워크의 절반</translation>
    </message>
    <message>
        <source>Heat: √ |gradient| of the pinned cell, the largest 1. The root brings out the faint surroundings.</source>
        <translation>열 지도: 고정한 셀의 √ |기울기|, 최댓값은 1. 제곱근은 희미한 주변을 드러냅니다.</translation>
    </message>
    <message>
        <source>How much each input pixel moves the cell, from a gradient. Click the photo to pin a cell; runs the trunk once.</source>
        <translation>각 입력 픽셀이 셀을 얼마나 움직이는지 기울기로 구합니다. 사진을 눌러 셀을 고정하세요. 트렁크를 한 번 실행합니다.</translation>
    </message>
    <message>
        <source>How much the map covers the photo.</source>
        <translation>맵이 사진을 덮는 정도.</translation>
    </message>
    <message>
        <source>In the paper's net, cropped by {crop}: gain {gain} in the corner of the photo</source>
        <translation>논문의 네트워크에서 {crop}만큼 자르면 사진 모서리의 게인 {gain}</translation>
    </message>
    <message>
        <source>Inside, a deconvolution with the bilinear kernel is bilinear interpolation (align_corners=False): the difference is 0. Nearer than half a cell to the border, copies are missing and the weights no longer sum to 1: deconvolution = gain × interpolation. Here the crop is s / 2, so that cells stay in their place; the paper's 19 leaves 0.37 in the corner at stride 32. The whole map is shown, cells in the padding included.</source>
        <translation>안쪽에서는 이중 선형 커널의 디컨볼루션이 이중 선형 보간(align_corners=False)과 같아 차이가 0입니다. 테두리에서 반 셀보다 가까우면 겹칠 커널이 모자라 가중치의 합이 1이 되지 않습니다: 디컨볼루션 = 게인 × 보간. 여기서는 셀이 제자리에 있도록 s / 2만큼 자릅니다. 논문의 19를 쓰면 스트라이드 32의 모서리에 0.37이 남습니다. 패딩의 셀까지 맵 전체를 보여 줍니다.</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>보간</translation>
    </message>
    <message>
        <source>Kernel / stride</source>
        <translation>커널 / 스트라이드</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>커널</translation>
    </message>
    <message>
        <source>Learned: deviation</source>
        <translation>학습됨: 표준 편차</translation>
    </message>
    <message>
        <source>Learned: mean</source>
        <translation>학습됨: 평균</translation>
    </message>
    <message>
        <source>Learned: the mask head's deconvolution has {count} kernels of 2 × 2. Mean and deviation of each tap: {taps}. Nothing makes them bilinear: kernel and stride are equal, so no two cells share a pixel.</source>
        <translation>학습됨: 마스크 헤드의 디컨볼루션에는 2 × 2 커널이 {count}개 있습니다. 각 탭의 평균과 표준 편차: {taps}. 이중 선형이 될 이유가 없습니다. 커널과 스트라이드가 같아 두 셀이 한 픽셀을 나누지 않기 때문입니다.</translation>
    </message>
    <message>
        <source>Map on the photo</source>
        <translation>사진 위의 맵</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>최댓값</translation>
    </message>
    <message>
        <source>On the photo: {title}, {rows} × {columns} cells; one cell: {width} × {height} px of the photo</source>
        <translation>사진 위: {title}, {rows} × {columns} 셀. 셀 하나: 사진의 {width} × {height} px</translation>
    </message>
    <message>
        <source>One axis: {taps}</source>
        <translation>한 축: {taps}</translation>
    </message>
    <message>
        <source>One channel of the level.</source>
        <translation>이 단계의 채널 하나.</translation>
    </message>
    <message>
        <source>One large step, or doubling several times.</source>
        <translation>크게 한 번, 또는 두 배씩 여러 번.</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>PCA</translation>
    </message>
    <message>
        <source>Photo with the map of cells</source>
        <translation>셀의 맵을 얹은 사진</translation>
    </message>
    <message>
        <source>Red, green and blue are the principal components 1 to 3; they explain {shares} of the variance over the cells.</source>
        <translation>빨강, 초록, 파랑은 주성분 1~3입니다. 셀 사이 분산의 {shares}을 설명합니다.</translation>
    </message>
    <message>
        <source>Scale of the heat map</source>
        <translation>열 지도의 눈금</translation>
    </message>
    <message>
        <source>Score map and what upsampling makes of it</source>
        <translation>점수 맵과 업샘플링한 결과</translation>
    </message>
    <message>
        <source>Score map at stride</source>
        <translation>점수 맵의 스트라이드</translation>
    </message>
    <message>
        <source>Score {stride}</source>
        <translation>점수 {stride}</translation>
    </message>
    <message>
        <source>Scores and sums</source>
        <translation>점수와 합</translation>
    </message>
    <message>
        <source>Steps of the decoder</source>
        <translation>디코더의 단계</translation>
    </message>
    <message>
        <source>Sum {stride}</source>
        <translation>합 {stride}</translation>
    </message>
    <message>
        <source>Taps of the bilinear kernel</source>
        <translation>이중 선형 커널의 탭</translation>
    </message>
    <message>
        <source>The channel on the photo; the sheet below has all of them.</source>
        <translation>사진 위의 채널. 아래 목록에 모든 채널이 있습니다.</translation>
    </message>
    <message>
        <source>The class whose scores are shown, and what share of the photo it has.</source>
        <translation>점수를 볼 클래스와, 그 클래스가 사진에서 차지하는 비율.</translation>
    </message>
    <message>
        <source>The decoder: one class's scores, doubled and added up.</source>
        <translation>디코더: 한 클래스의 점수를 두 배로 키워 더합니다.</translation>
    </message>
    <message>
        <source>The edges of all cells: where inside one something lies is lost.</source>
        <translation>모든 셀의 경계. 셀 안 어디에 있었는지는 사라집니다.</translation>
    </message>
    <message>
        <source>The encoder learns what is there and forgets where: a cell at stride s stands for s × s input pixels with one vector, whatever lies where inside. What it can see grows with every layer l of kernel k: r&lt;sub&gt;l&lt;/sub&gt; = r&lt;sub&gt;l−1&lt;/sub&gt; + (k&lt;sub&gt;l&lt;/sub&gt; − 1) j&lt;sub&gt;l−1&lt;/sub&gt;, j&lt;sub&gt;l&lt;/sub&gt; = s&lt;sub&gt;l&lt;/sub&gt; j&lt;sub&gt;l−1&lt;/sub&gt; (dashed box). Most of that hardly matters: the effective field, |∂ cell / ∂ pixel|, is a smaller blob.</source>
        <translation>인코더는 무엇이 있는지 배우고 어디에 있는지 잊습니다. 스트라이드 s의 셀은 s × s 입력 픽셀을, 안에 무엇이 어디 있든 벡터 하나로 나타냅니다. 셀이 볼 수 있는 범위는 커널 k인 층 l마다 커집니다: r&lt;sub&gt;l&lt;/sub&gt; = r&lt;sub&gt;l−1&lt;/sub&gt; + (k&lt;sub&gt;l&lt;/sub&gt; − 1) j&lt;sub&gt;l−1&lt;/sub&gt;, j&lt;sub&gt;l&lt;/sub&gt; = s&lt;sub&gt;l&lt;/sub&gt; j&lt;sub&gt;l−1&lt;/sub&gt; (점선 상자). 그 대부분은 거의 영향이 없습니다. 유효 수용 영역 |∂ 셀 / ∂ 픽셀|은 더 작은 덩어리입니다.</translation>
    </message>
    <message>
        <source>The encoder: what each stage of the trunk holds.</source>
        <translation>인코더: 트렁크의 각 단계가 지닌 것.</translation>
    </message>
    <message>
        <source>The first three principal components of the cells as red, green and blue.</source>
        <translation>셀의 첫 세 주성분을 빨강, 초록, 파랑으로 나타냅니다.</translation>
    </message>
    <message>
        <source>The gradient of the cell is on its way.</source>
        <translation>셀의 기울기를 구하는 중입니다.</translation>
    </message>
    <message>
        <source>The largest of the channels.</source>
        <translation>채널 중 가장 큰 값.</translation>
    </message>
    <message>
        <source>The mean over the channels.</source>
        <translation>모든 채널의 평균.</translation>
    </message>
    <message>
        <source>The same score map made larger in both ways.</source>
        <translation>같은 점수 맵을 두 방법으로 키웁니다.</translation>
    </message>
    <message>
        <source>The score map at stride {stride}, made {stride} times as large.</source>
        <translation>스트라이드 {stride}의 점수 맵을 {stride}배로 키웁니다.</translation>
    </message>
    <message>
        <source>Upsampling</source>
        <translation>업샘플링</translation>
    </message>
    <message>
        <source>Used by {nets}</source>
        <translation>쓰는 네트워크: {nets}</translation>
    </message>
    <message>
        <source>What each deconvolution adds up.</source>
        <translation>각 디컨볼루션이 더하는 것.</translation>
    </message>
    <message>
        <source>What is looked at</source>
        <translation>보는 것</translation>
    </message>
    <message>
        <source>Which stage of the encoder: each halves the sides of its maps.</source>
        <translation>인코더의 단계. 단계마다 맵의 변이 절반이 됩니다.</translation>
    </message>
    <message>
        <source>at most {value}</source>
        <translation>최대 {value}</translation>
    </message>
    <message>
        <source>cell row {row}, column {column}</source>
        <translation>셀 행 {row}, 열 {column}</translation>
    </message>
    <message>
        <source>components {values}</source>
        <translation>성분 {values}</translation>
    </message>
    <message>
        <source>covers {box}</source>
        <translation>덮는 곳 {box}</translation>
    </message>
    <message>
        <source>it sees everything</source>
        <translation>모든 것을 봅니다</translation>
    </message>
    <message>
        <source>it sees {width} × {height} px of the input, {across} × {down} px of the photo</source>
        <translation>보는 범위: 입력의 {width} × {height} px, 사진의 {across} × {down} px</translation>
    </message>
    <message>
        <source>logit {value}</source>
        <translation>로짓 {value}</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>로짓</translation>
    </message>
    <message>
        <source>not read by FCN-{stride}s</source>
        <translation>FCN-{stride}s는 읽지 않음</translation>
    </message>
    <message>
        <source>one cell: {width} × {height} px of the photo</source>
        <translation>셀 하나: 사진의 {width} × {height} px</translation>
    </message>
    <message>
        <source>sees the whole photo</source>
        <translation>사진 전체를 봄</translation>
    </message>
    <message>
        <source>sees {box}</source>
        <translation>보는 곳 {box}</translation>
    </message>
    <message>
        <source>value {value}</source>
        <translation>값 {value}</translation>
    </message>
    <message>
        <source>{channels} channels, {rows} × {columns} cells on the photo, stride {stride}</source>
        <translation>채널 {channels}개, 사진 위 {rows} × {columns} 셀, 스트라이드 {stride}</translation>
    </message>
    <message>
        <source>{level}, channel {channel}</source>
        <translation>{level}, 채널 {channel}</translation>
    </message>
    <message>
        <source>× 2 to stride {stride}</source>
        <translation>× 2 → {stride}</translation>
    </message>
    <message>
        <source>× {factor} at once</source>
        <translation>한 번에 × {factor}</translation>
    </message>
</context>
</TS>
