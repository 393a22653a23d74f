<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>There is no photo to compare ground truth with; open one, or click a sample.</source>
        <translation>정답과 비교할 사진이 없습니다. 사진을 열거나 예제를 누르세요.</translation>
    </message>
    <message>
        <source>Waterfall</source>
        <translation>워터폴</translation>
    </message>
    <message>
        <source>What each stream adds to the logits of a pixel, and what that flips.</source>
        <translation>각 스트림이 픽셀의 로짓에 더하는 값과, 그로 인해 바뀌는 픽셀입니다.</translation>
    </message>
    <message>
        <source>Gain of stream {stride}</source>
        <translation>스트림 {stride}의 게인</translation>
    </message>
    <message>
        <source>Factor of the score map at stride {stride} before it is added; 1 as trained, 0 switches it off.</source>
        <translation>스트라이드 {stride} 점수 맵을 더하기 전에 곱하는 값. 1은 학습된 그대로, 0은 끄기입니다.</translation>
    </message>
    <message>
        <source>Stream {stride}</source>
        <translation>스트림 {stride}</translation>
    </message>
    <message>
        <source>Gains {gains} of the streams 32, 16 and 8, read out at stride 8.</source>
        <translation>스트림 32, 16, 8의 게인 {gains}. 스트라이드 8에서 읽어 냅니다.</translation>
    </message>
    <message>
        <source>Deciding stream</source>
        <translation>결정한 스트림</translation>
    </message>
    <message>
        <source>Flipped by</source>
        <translation>뒤집은 스트림</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>마진</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>엔트로피</translation>
    </message>
    <message>
        <source>The class with the highest logit.</source>
        <translation>로짓이 가장 높은 클래스입니다.</translation>
    </message>
    <message>
        <source>The stream without which another class would win; of several, the one without which the winner would fall farthest behind.</source>
        <translation>그 스트림이 없으면 다른 클래스가 이기게 되는 스트림입니다. 여럿이면, 없을 때 승자가 가장 크게 뒤처지는 스트림입니다.</translation>
    </message>
    <message>
        <source>Pixels whose class would be another with this stream switched off.</source>
        <translation>이 스트림을 끄면 클래스가 달라지는 픽셀입니다.</translation>
    </message>
    <message>
        <source>Highest logit minus second highest: how far the winner is ahead.</source>
        <translation>가장 높은 로짓에서 두 번째를 뺀 값: 승자가 얼마나 앞서는지를 나타냅니다.</translation>
    </message>
    <message>
        <source>H = −Σ pₖ log₂ pₖ of the softmax, in bits: 0 where one class has all.</source>
        <translation>소프트맥스의 H = −Σ pₖ log₂ pₖ(비트): 한 클래스가 전부를 가지면 0입니다.</translation>
    </message>
    <message>
        <source>no stream alone</source>
        <translation>단독으로는 없음</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>그 밖 {count}개</translation>
    </message>
    <message>
        <source>{now}, else {other}</source>
        <translation>{now}, 없으면 {other}</translation>
    </message>
    <message>
        <source>{first} leads {second} by {margin}; entropy {bits} bits</source>
        <translation>{first}이(가) {second}보다 {margin} 앞섬, 엔트로피 {bits}비트</translation>
    </message>
    <message>
        <source>Σ and the logits read out differ by {off} at most, over {count} classes.</source>
        <translation>Σ와 읽어 낸 로짓의 차이는 클래스 {count}개에서 최대 {off}입니다.</translation>
    </message>
    <message>
        <source>Pixel x</source>
        <translation>픽셀 x</translation>
    </message>
    <message>
        <source>y</source>
        <translation>y</translation>
    </message>
    <message>
        <source>Column of the pixel, from 0; typing one pins it.</source>
        <translation>픽셀의 열(0부터). 입력하면 고정됩니다.</translation>
    </message>
    <message>
        <source>Row of the pixel, from 0; typing one pins it.</source>
        <translation>픽셀의 행(0부터). 입력하면 고정됩니다.</translation>
    </message>
    <message>
        <source>Follow the pointer again; a click on the photo pins a pixel.</source>
        <translation>다시 포인터를 따라갑니다. 사진을 누르면 픽셀이 고정됩니다.</translation>
    </message>
    <message>
        <source>Waterfall of the top classes</source>
        <translation>상위 클래스의 워터폴</translation>
    </message>
    <message>
        <source>The table below has the same numbers.</source>
        <translation>아래 표에 같은 수가 있습니다.</translation>
    </message>
    <message>
        <source>Terms of every class</source>
        <translation>모든 클래스의 항</translation>
    </message>
    <message>
        <source>What the stream of stride {stride} adds, without its bias.</source>
        <translation>스트라이드 {stride} 스트림이 편향 없이 더하는 값입니다.</translation>
    </message>
    <message>
        <source>Class, the one with the highest logit first.</source>
        <translation>클래스. 로짓이 높은 순서입니다.</translation>
    </message>
    <message>
        <source>Biases of the score convolutions, each times its gain.</source>
        <translation>점수 합성곱의 편향에 각 게인을 곱해 더한 값입니다.</translation>
    </message>
    <message>
        <source>Sum of the terms: the logit.</source>
        <translation>항들의 합, 곧 로짓입니다.</translation>
    </message>
    <message>
        <source>Softmax probability.</source>
        <translation>소프트맥스 확률입니다.</translation>
    </message>
    <message>
        <source>After the score convolutions everything is linear: gains, bilinear upsampling, adding. So the logit of a class at a pixel is exactly the sum of what the streams put there and of the biases, counted once; R reads a score map s, without its bias, at the pixel. Switching a stream off shows what it adds in this network, not what a network trained without it would say.</source>
        <translation>점수 합성곱 뒤로는 게인, 쌍선형 업샘플링, 덧셈까지 모두 선형입니다. 그래서 픽셀에서 한 클래스의 로짓은 스트림들이 그 자리에 더한 값과 한 번씩만 센 편향의 합과 정확히 같습니다. R은 편향을 뺀 점수 맵 s를 그 픽셀에서 읽습니다. 스트림을 끄면 이 네트워크에서 그 스트림이 더하는 몫이 보일 뿐, 그 스트림 없이 학습한 네트워크의 답이 보이는 것은 아닙니다.</translation>
    </message>
    <message>
        <source>What is painted over the photo.</source>
        <translation>사진 위에 그릴 것입니다.</translation>
    </message>
    <message>
        <source>Pixels that stream {stride} flips.</source>
        <translation>스트림 {stride}이(가) 뒤집는 픽셀입니다.</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>스트림</translation>
    </message>
    <message>
        <source>Photo with the map</source>
        <translation>맵을 겹친 사진</translation>
    </message>
    <message>
        <source>Point at a pixel to take its logits apart; a click pins it.</source>
        <translation>픽셀을 가리키면 로짓이 분해됩니다. 누르면 고정됩니다.</translation>
    </message>
    <message>
        <source>Legend of the map</source>
        <translation>맵의 범례</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>고정 해제</translation>
    </message>
    <message>
        <source>Open a photo, or click a sample.</source>
        <translation>사진을 열거나 예제를 누르세요.</translation>
    </message>
    <message>
        <source>Waiting for the first result.</source>
        <translation>첫 결과를 기다리는 중입니다.</translation>
    </message>
    <message>
        <source>Views into the FCN</source>
        <translation>FCN 들여다보기</translation>
    </message>
    <message>
        <source>Annotation</source>
        <translation>애너테이션</translation>
    </message>
    <message>
        <source>One map of ids, or one channel per class: prediction or ground truth.</source>
        <translation>번호 맵 하나 또는 클래스별 채널: 예측이나 정답을 봅니다.</translation>
    </message>
    <message>
        <source>The same annotation, written two ways: one number per pixel (index map m), or one picture of 0 and 1 per class k (one-hot): C&lt;sub&gt;k&lt;/sub&gt;(p) = [m(p) = k]. Every pixel is 1 in exactly one channel, except void (255), which is in none: it is neither trained on nor measured. The argmax over the channels leads back to the index map.</source>
        <translation>같은 애너테이션을 적는 두 가지 방법입니다. 픽셀마다 번호 하나(인덱스 맵 m), 또는 클래스 k마다 0과 1의 그림 하나(원-핫): C&lt;sub&gt;k&lt;/sub&gt;(p) = [m(p) = k]. 모든 픽셀은 정확히 한 채널에서만 1이고, void(255)는 어느 채널에도 없습니다. 학습에도 평가에도 쓰이지 않기 때문입니다. 채널에 argmax를 취하면 인덱스 맵으로 돌아갑니다.</translation>
    </message>
    <message>
        <source>Load ground truth</source>
        <translation>정답 불러오기</translation>
    </message>
    <message>
        <source>Load ground truth…</source>
        <translation>정답 불러오기…</translation>
    </message>
    <message>
        <source>Label PNG (*.png)</source>
        <translation>라벨 PNG (*.png)</translation>
    </message>
    <message>
        <source>Export the index map</source>
        <translation>인덱스 맵 내보내기</translation>
    </message>
    <message>
        <source>Export the channels</source>
        <translation>채널 내보내기</translation>
    </message>
    <message>
        <source>NumPy archive (*.npz)</source>
        <translation>NumPy 묶음 파일 (*.npz)</translation>
    </message>
    <message>
        <source>No ground truth yet: load the label PNG of this photo.</source>
        <translation>아직 정답이 없습니다. 이 사진의 라벨 PNG를 불러오세요.</translation>
    </message>
    <message>
        <source>A label PNG of the photo's size: class ids of VOC or CamVid, 255 for void.</source>
        <translation>사진과 크기가 같은 라벨 PNG: VOC 또는 CamVid의 클래스 번호, void는 255.</translation>
    </message>
    <message>
        <source>Write the annotation as it is shown, in the size of the photo.</source>
        <translation>애너테이션을 보이는 방식대로, 사진 크기로 저장합니다.</translation>
    </message>
    <message>
        <source>Written as</source>
        <translation>표기</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>What the read-out says.</source>
        <translation>읽어 낸 결과입니다.</translation>
    </message>
    <message>
        <source>Ground truth</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>What a person drew: a label PNG beside the photo.</source>
        <translation>사람이 그린 것: 사진 옆의 라벨 PNG입니다.</translation>
    </message>
    <message>
        <source>Index map</source>
        <translation>인덱스 맵</translation>
    </message>
    <message>
        <source>One number per pixel.</source>
        <translation>픽셀마다 번호 하나.</translation>
    </message>
    <message>
        <source>One channel per class</source>
        <translation>클래스별 채널</translation>
    </message>
    <message>
        <source>A stack of pictures of 0 and 1: one-hot.</source>
        <translation>0과 1의 그림을 쌓은 것: 원-핫.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>Take the ground truth away.</source>
        <translation>정답을 뺍니다.</translation>
    </message>
    <message>
        <source>Export index PNG…</source>
        <translation>인덱스 PNG 내보내기…</translation>
    </message>
    <message>
        <source>Export one-hot NPZ…</source>
        <translation>원-핫 NPZ 내보내기…</translation>
    </message>
    <message>
        <source>Photo with the index map</source>
        <translation>인덱스 맵을 겹친 사진</translation>
    </message>
    <message>
        <source>Channels, one per class</source>
        <translation>클래스별 채널</translation>
    </message>
    <message>
        <source>{id}  void</source>
        <translation>{id}  void</translation>
    </message>
    <message>
        <source>m = {id}, void: all {count} channels are 0</source>
        <translation>m = {id}, void: 채널 {count}개가 모두 0</translation>
    </message>
    <message>
        <source>m = {id}, {name}: channel {id} is 1, the others are 0</source>
        <translation>m = {id}, {name}: 채널 {id}만 1, 나머지는 0</translation>
    </message>
    <message>
        <source>Channel {id}: 1 where the pixel is {name}, else 0.</source>
        <translation>채널 {id}: 픽셀이 {name}이면 1, 아니면 0입니다.</translation>
    </message>
    <message>
        <source>Something inside Halfpixel failed: {error}</source>
        <translation>Halfpixel 내부에서 오류가 났습니다: {error}</translation>
    </message>
</context>
</TS>
