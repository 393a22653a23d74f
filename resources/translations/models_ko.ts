<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>{models} of last time is not here any more; the starter model is used until you choose another.</source>
        <translation>지난번의 {models}이(가) 더는 없습니다. 다른 모델을 고를 때까지 기본 모델을 씁니다.</translation>
    </message>
    <message>
        <source>Nothing can be written in {home}, so what you set and what is open is forgotten when Halfpixel ends; make that folder writable.</source>
        <translation>{home}에 쓸 수 없어 설정과 열린 것이 Halfpixel을 끝내면 사라집니다. 그 폴더를 쓸 수 있게 하세요.</translation>
    </message>
    <message>
        <source>This network has no such read-out.</source>
        <translation>이 네트워크에는 그 출력이 없습니다.</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>모델(&amp;M)…</translation>
    </message>
    <message>
        <source>A checkpoint written by 'halfpixel train', or a state dict of the paper's FCN, of torchvision's FCN or Mask R-CNN on ResNet: .safetensors, .pth or .pt. The network is recognised by its tensors, no code in the file is run, and a copy is kept as safetensors.</source>
        <translation>'halfpixel train'이 쓴 체크포인트, 또는 논문의 FCN이나 torchvision의 ResNet FCN·Mask R-CNN의 상태 사전: .safetensors, .pth, .pt. 네트워크는 텐서로 알아봅니다. 파일 속 코드는 실행하지 않으며, 사본을 safetensors로 보관합니다.</translation>
    </message>
    <message>
        <source>A part of Halfpixel</source>
        <translation>Halfpixel에 포함</translation>
    </message>
    <message>
        <source>A text file with one name a line, that of class 0 first; needed only where the weight file does not name them.</source>
        <translation>한 줄에 이름 하나인 텍스트 파일로, 클래스 0이 먼저입니다. 가중치 파일에 이름이 없을 때만 필요합니다.</translation>
    </message>
    <message>
        <source>About this model</source>
        <translation>이 모델에 대하여</translation>
    </message>
    <message>
        <source>Its weights are random</source>
        <translation>가중치가 무작위임</translation>
    </message>
    <message>
        <source>Every result of an untrained model carries a badge that says so.</source>
        <translation>학습하지 않은 모델의 결과에는 그렇다는 표시가 붙습니다.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>Add a checkpoint that you have trained or brought.</source>
        <translation>직접 학습했거나 가지고 있는 체크포인트를 추가합니다.</translation>
    </message>
    <message>
        <source>Add a model of your own</source>
        <translation>내 모델 추가</translation>
    </message>
    <message>
        <source>Add your own…</source>
        <translation>내 모델 추가…</translation>
    </message>
    <message>
        <source>Added from {file}.</source>
        <translation>{file}에서 추가했습니다.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Check the file and keep a copy of its weights.</source>
        <translation>파일을 검사하고 가중치의 사본을 보관합니다.</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>검사하는 중</translation>
    </message>
    <message>
        <source>Choose a weight file</source>
        <translation>가중치 파일 고르기</translation>
    </message>
    <message>
        <source>Choose a weight file first.</source>
        <translation>먼저 가중치 파일을 고르세요.</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>파일 고르기…</translation>
    </message>
    <message>
        <source>Choose it for the next run.</source>
        <translation>다음 실행에 쓰도록 고릅니다.</translation>
    </message>
    <message>
        <source>Choose it to see how to get it.</source>
        <translation>고르면 얻는 방법이 나옵니다.</translation>
    </message>
    <message>
        <source>Choose the names of the classes</source>
        <translation>클래스 이름 파일 고르기</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>고르기…</translation>
    </message>
    <message>
        <source>Classes of pixels</source>
        <translation>픽셀의 클래스</translation>
    </message>
    <message>
        <source>Converting</source>
        <translation>변환하는 중</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy {what}</source>
        <translation>{what} 복사</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>손상됨</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>내려받기</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>내려받는 중</translation>
    </message>
    <message>
        <source>Every model: fetch it, bring its file, read its card.</source>
        <translation>모든 모델: 내려받기, 파일 가져오기, 모델 카드 읽기.</translation>
    </message>
    <message>
        <source>Fetch the file from its address, check it, and keep it.</source>
        <translation>주소에서 파일을 받아 검사하고 보관합니다.</translation>
    </message>
    <message>
        <source>Go on with {model}.</source>
        <translation>{model}(으)로 계속합니다.</translation>
    </message>
    <message>
        <source>How far the download or the import is.</source>
        <translation>내려받기나 가져오기의 진행 정도입니다.</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>사용 중</translation>
    </message>
    <message>
        <source>It is here and fits.</source>
        <translation>파일이 있고 네트워크에 맞습니다.</translation>
    </message>
    <message>
        <source>It is the chosen one.</source>
        <translation>지금 고른 모델입니다.</translation>
    </message>
    <message>
        <source>Its file is gone</source>
        <translation>파일이 없음</translation>
    </message>
    <message>
        <source>Its page in Models: licence, figures, card.</source>
        <translation>모델 창의 해당 쪽: 라이선스, 성능, 카드.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>두기</translation>
    </message>
    <message>
        <source>Keep what is chosen</source>
        <translation>지금 모델 유지</translation>
    </message>
    <message>
        <source>Kept as</source>
        <translation>보관 위치</translation>
    </message>
    <message>
        <source>Leave everything as it is.</source>
        <translation>모두 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>확인하는 중…</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>모델 카드</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>모델…</translation>
    </message>
    <message>
        <source>Names of the classes</source>
        <translation>클래스 이름</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>네트워크</translation>
    </message>
    <message>
        <source>Not here yet</source>
        <translation>아직 없음</translation>
    </message>
    <message>
        <source>Objects with masks</source>
        <translation>마스크가 있는 객체</translation>
    </message>
    <message>
        <source>Progress of the model</source>
        <translation>모델의 진행 상황</translation>
    </message>
    <message>
        <source>Put it on the clipboard.</source>
        <translation>클립보드에 복사합니다.</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>파일을 읽는 중</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <source>Remove what is kept of {model}?</source>
        <translation>보관된 {model}을(를) 지울까요?</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>지우기…</translation>
    </message>
    <message>
        <source>Removing</source>
        <translation>지우는 중</translation>
    </message>
    <message>
        <source>SHA-256 recorded on first use</source>
        <translation>SHA-256은 처음 쓸 때 기록</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Stop it; a download goes on from here when it is asked for again.</source>
        <translation>멈춥니다. 다시 내려받으면 여기서부터 이어집니다.</translation>
    </message>
    <message>
        <source>Take a file that you have as the weights of this model; it is checked first.</source>
        <translation>가지고 있는 파일을 이 모델의 가중치로 씁니다. 먼저 검사합니다.</translation>
    </message>
    <message>
        <source>Take away what was kept of this model; your own file stays where it is.</source>
        <translation>이 모델로 보관된 것을 지웁니다. 원래 파일은 제자리에 남습니다.</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>과제</translation>
    </message>
    <message>
        <source>Text ({patterns})</source>
        <translation>텍스트 ({patterns})</translation>
    </message>
    <message>
        <source>The file that training wrote.</source>
        <translation>학습이 쓴 파일입니다.</translation>
    </message>
    <message>
        <source>This model has no card.</source>
        <translation>이 모델에는 카드가 없습니다.</translation>
    </message>
    <message>
        <source>Use starter</source>
        <translation>기본 모델 사용</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>이 모델 사용</translation>
    </message>
    <message>
        <source>Waiting for the model before it</source>
        <translation>앞선 모델을 기다리는 중</translation>
    </message>
    <message>
        <source>Weight file</source>
        <translation>가중치 파일</translation>
    </message>
    <message>
        <source>Weights ({patterns})</source>
        <translation>가중치 ({patterns})</translation>
    </message>
    <message>
        <source>Your file {file}</source>
        <translation>내 파일 {file}</translation>
    </message>
    <message>
        <source>not published; it is recorded on first use</source>
        <translation>공개되지 않음. 처음 쓸 때 기록합니다</translation>
    </message>
    <message>
        <source>of the file you gave, recorded when it was added</source>
        <translation>추가할 때 기록한, 주신 파일의 값</translation>
    </message>
    <message>
        <source>optional: a text file, one name a line</source>
        <translation>선택 사항: 한 줄에 이름 하나인 텍스트 파일</translation>
    </message>
    <message>
        <source>a part of Halfpixel; checked whenever the model is loaded</source>
        <translation>Halfpixel에 포함. 모델을 읽을 때마다 검사합니다</translation>
    </message>
    <message>
        <source>published; a download is checked against it</source>
        <translation>공개된 값. 내려받은 파일을 이것과 비교합니다</translation>
    </message>
    <message>
        <source>published and checked</source>
        <translation>공개된 값과 같음을 검사했습니다</translation>
    </message>
    <message>
        <source>recorded on first use; nobody publishes it</source>
        <translation>처음 쓸 때 기록함. 공개된 값은 없습니다</translation>
    </message>
    <message>
        <source>recorded on first use; its published beginning, {digits}, was checked</source>
        <translation>처음 쓸 때 기록함. 공개된 앞자리 {digits}을(를) 검사했습니다</translation>
    </message>
    <message>
        <source>⚠ of the file you chose, which is not the published one: that begins with {digits}</source>
        <translation>⚠ 직접 고른 파일의 값이며 공개된 파일이 아닙니다. 공개된 것은 {digits}(으)로 시작합니다</translation>
    </message>
    <message>
        <source>{digits}… is published, and a download checked against it; the rest is recorded on first use</source>
        <translation>{digits}…이(가) 공개되어 있어 내려받은 파일과 비교합니다. 나머지는 처음 쓸 때 기록합니다</translation>
    </message>
    <message>
        <source>{model} is not here yet.</source>
        <translation>{model}이(가) 아직 없습니다.</translation>
    </message>
    <message>
        <source>{received} of {total}</source>
        <translation>{total} 중 {received}</translation>
    </message>
    <message>
        <source>{set} weights: {facts}</source>
        <translation>{set} 가중치: {facts}</translation>
    </message>
    <message>
        <source>{set}: {count} classes</source>
        <translation>{set}: 클래스 {count}개</translation>
    </message>
    <message>
        <source>{set}: {count} classes and background</source>
        <translation>{set}: 클래스 {count}개와 배경</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>{time} 남음</translation>
    </message>
    <message>
        <source>{title} — not here yet</source>
        <translation>{title} — 아직 없음</translation>
    </message>
    <message>
        <source>This network has no skips: it scores stride 8 alone (dilated).</source>
        <translation>이 네트워크에는 스킵이 없습니다. 스트라이드 8만 점수를 냅니다(팽창).</translation>
    </message>
    <message>
        <source>This network scores no stream so fine.</source>
        <translation>이 네트워크는 그렇게 세밀한 스트림의 점수를 내지 않습니다.</translation>
    </message>
</context>
</TS>
