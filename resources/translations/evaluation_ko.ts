<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>core</name>
    <message>
        <source>A split is a plain name such as val or test, not '{split}'.</source>
        <translation>분할은 '{split}'이(가) 아니라 val이나 test 같은 단순한 이름입니다.</translation>
    </message>
    <message>
        <source>A stride is a whole number from 1, not {stride}.</source>
        <translation>스트라이드는 {stride}이(가) 아니라 1 이상의 정수입니다.</translation>
    </message>
    <message>
        <source>Best possible mean IoU by stride ({images} photos of {data})</source>
        <translation>스트라이드별 최대 평균 IoU ({data} 사진 {images}장)</translation>
    </message>
    <message>
        <source>Boundary IoU of each class</source>
        <translation>클래스별 경계 IoU</translation>
    </message>
    <message>
        <source>Box AP of each class</source>
        <translation>클래스별 상자 AP</translation>
    </message>
    <message>
        <source>Class id {id} is none of the {count} classes; compare maps of one label set.</source>
        <translation>클래스 번호 {id}은(는) {count}개 클래스에 없습니다. 같은 레이블 집합의 맵끼리 비교하세요.</translation>
    </message>
    <message>
        <source>IoU of each class</source>
        <translation>클래스별 IoU</translation>
    </message>
    <message>
        <source>Mask AP of each class</source>
        <translation>클래스별 마스크 AP</translation>
    </message>
    <message>
        <source>No photo of {split} comes from '{source}'; its sources are {known}.</source>
        <translation>{split}에는 '{source}'에서 온 사진이 없습니다. 출처는 {known}입니다.</translation>
    </message>
    <message>
        <source>Operators in both heads of {model}, same weights ({images} photos of {data})</source>
        <translation>같은 가중치로 {model}의 두 헤드에 쓴 연산 ({data} 사진 {images}장)</translation>
    </message>
    <message>
        <source>Read-outs of {model} ({images} photos of {data})</source>
        <translation>{model}의 출력별 수치 ({data} 사진 {images}장)</translation>
    </message>
    <message>
        <source>The first map is {first} px, the second {second} px; compare maps of the same photo.</source>
        <translation>첫 번째 맵은 {first}px, 두 번째 맵은 {second}px입니다. 같은 사진의 맵끼리 비교하세요.</translation>
    </message>
    <message>
        <source>The photo {name} that {path} names is nowhere beside it; restore the photos.</source>
        <translation>{path}에 적힌 사진 {name}을(를) 그 옆에서 찾을 수 없습니다. 사진을 되돌려 놓으세요.</translation>
    </message>
    <message>
        <source>There is no class '{name}'; choose some of {names}.</source>
        <translation>'{name}' 클래스가 없습니다. {names} 중에서 고르세요.</translation>
    </message>
    <message>
        <source>boundary IoU</source>
        <translation>경계 IoU</translation>
    </message>
    <message>
        <source>box AP</source>
        <translation>상자 AP</translation>
    </message>
    <message>
        <source>box AP50</source>
        <translation>상자 AP50</translation>
    </message>
    <message>
        <source>box AP75</source>
        <translation>상자 AP75</translation>
    </message>
    <message>
        <source>ceiling</source>
        <translation>상한</translation>
    </message>
    <message>
        <source>location loss</source>
        <translation>위치 손실</translation>
    </message>
    <message>
        <source>mask AP</source>
        <translation>마스크 AP</translation>
    </message>
    <message>
        <source>mask AP50</source>
        <translation>마스크 AP50</translation>
    </message>
    <message>
        <source>mask AP75</source>
        <translation>마스크 AP75</translation>
    </message>
    <message>
        <source>mean IoU</source>
        <translation>평균 IoU</translation>
    </message>
    <message>
        <source>mean acc.</source>
        <translation>평균 정확도</translation>
    </message>
    <message>
        <source>paper, VOC</source>
        <translation>논문, VOC</translation>
    </message>
    <message>
        <source>pixel acc.</source>
        <translation>픽셀 정확도</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>도달</translation>
    </message>
    <message>
        <source>recognition</source>
        <translation>인식</translation>
    </message>
    <message>
        <source>{folder} holds no photo '{name}', which the split names; restore it.</source>
        <translation>{folder}에 분할 목록에 적힌 사진 '{name}'이(가) 없습니다. 되돌려 놓으세요.</translation>
    </message>
    <message>
        <source>{folder} holds two photos called '{name}'; rename one and its label PNG.</source>
        <translation>{folder}에 이름이 '{name}'인 사진이 둘 있습니다. 하나와 그 레이블 PNG의 이름을 바꾸세요.</translation>
    </message>
    <message>
        <source>{missing} is missing from the data set in {root}; restore the file or choose another folder.</source>
        <translation>{root}의 데이터 집합에 {missing} 파일이 없습니다. 파일을 되돌려 놓거나 다른 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>{model} does not name the classes of {data} ({labels}); choose a model that does.</source>
        <translation>{model}은(는) {data}의 클래스({labels})를 다루지 않습니다. 이 클래스를 다루는 모델을 고르세요.</translation>
    </message>
    <message>
        <source>{path} and its class map differ in size; restore both.</source>
        <translation>{path}와(과) 그 클래스 맵의 크기가 다릅니다. 둘 다 되돌려 놓으세요.</translation>
    </message>
    <message>
        <source>{path} cannot be read as a list of photos' names, one on a line; restore it.</source>
        <translation>{path}을(를) 한 줄에 사진 이름 하나씩 적은 목록으로 읽을 수 없습니다. 되돌려 놓으세요.</translation>
    </message>
    <message>
        <source>{path} is larger than {most} MB; split it, or choose another.</source>
        <translation>{path}은(는) {most}MB보다 큽니다. 나누거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} is no place for a report; end its name in {endings}.</source>
        <translation>{path}에는 보고서를 쓸 수 없습니다. 파일 이름을 {endings} 중 하나로 끝내세요.</translation>
    </message>
    <message>
        <source>{path} is not a table with the columns image, instance and class; restore it.</source>
        <translation>{path}은(는) image, instance, class 열이 있는 표가 아닙니다. 되돌려 놓으세요.</translation>
    </message>
    <message>
        <source>{path} is not an annotation file in COCO's format ({reason}); give the one that belongs to the photos.</source>
        <translation>{path}은(는) COCO 형식의 주석 파일이 아닙니다({reason}). 이 사진들에 맞는 파일을 지정하세요.</translation>
    </message>
    <message>
        <source>{path} is not the progress of an evaluation, or is damaged; delete it to begin anew, or give another file.</source>
        <translation>{path}은(는) 평가의 진행 파일이 아니거나 손상되었습니다. 지우고 새로 시작하거나 다른 파일을 지정하세요.</translation>
    </message>
    <message>
        <source>{path} is the progress of another evaluation (its {what} is {given}, not {wanted}); delete it to begin anew, or give another.</source>
        <translation>{path}은(는) 다른 평가의 진행 파일입니다({what}: {wanted}이(가) 아니라 {given}). 지우고 새로 시작하거나 다른 파일을 지정하세요.</translation>
    </message>
    <message>
        <source>{path} names no photo; choose another annotation file.</source>
        <translation>{path}에 적힌 사진이 없습니다. 다른 주석 파일을 고르세요.</translation>
    </message>
    <message>
        <source>{path} names none of the model's classes ({names}); choose a model that knows some of its categories.</source>
        <translation>{path}에는 모델의 클래스({names})가 하나도 없습니다. 이 파일의 범주를 다루는 모델을 고르세요.</translation>
    </message>
    <message>
        <source>{path} names the photo '{name}' twice; mend the list.</source>
        <translation>{path}에 사진 '{name}'이(가) 두 번 적혀 있습니다. 목록을 고치세요.</translation>
    </message>
    <message>
        <source>{path} names the photo '{name}', which is no plain file name; mend the list.</source>
        <translation>{path}에 적힌 사진 '{name}'은(는) 단순한 파일 이름이 아닙니다. 목록을 고치세요.</translation>
    </message>
    <message>
        <source>{path} numbers an object {number}; object maps end at 254, void is 255.</source>
        <translation>{path}에 번호가 {number}인 객체가 있습니다. 객체 맵의 번호는 254까지이며 무효는 255입니다.</translation>
    </message>
    <message>
        <source>{path} says that {name} is {width} x {height} px, but the photo is {photo_width} x {photo_height} px; give the photos it was made for.</source>
        <translation>{path}에는 {name}의 크기가 {width} x {height}px로 적혀 있지만 사진은 {photo_width} x {photo_height}px입니다. 이 파일이 만들어진 사진을 지정하세요.</translation>
    </message>
    <message>
        <source>{path} was written by another version of the program; delete it to begin anew, or give another file.</source>
        <translation>{path}은(는) 프로그램의 다른 버전이 쓴 파일입니다. 지우고 새로 시작하거나 다른 파일을 지정하세요.</translation>
    </message>
    <message>
        <source>{path}: the annotation {id} has no outline that can be drawn ({reason}); mend it or leave it out.</source>
        <translation>{path}: 주석 {id}의 윤곽을 그릴 수 없습니다({reason}). 고치거나 빼세요.</translation>
    </message>
    <message>
        <source>{root} ({layout}) says what each pixel is, but not which objects there are; give VOC's or COCO's layout for {model}.</source>
        <translation>{root}({layout})에는 픽셀마다의 클래스만 있고 어떤 객체가 있는지는 없습니다. {model}에는 VOC나 COCO 구조의 데이터를 지정하세요.</translation>
    </message>
    <message>
        <source>{root} has no split '{split}'; leave it out to measure all photos.</source>
        <translation>{root}에는 '{split}' 분할이 없습니다. 모든 사진을 재려면 분할을 비워 두세요.</translation>
    </message>
    <message>
        <source>{root} holds no folder pair; looked for images beside labels or masks, also in {split}.</source>
        <translation>{root}에 폴더 쌍이 없습니다. images와 나란한 labels나 masks를 {split} 안에서도 찾았습니다.</translation>
    </message>
    <message>
        <source>{root} holds no photos of the split '{split}'; choose another folder or split.</source>
        <translation>{root}에 '{split}' 분할의 사진이 없습니다. 다른 폴더나 분할을 고르세요.</translation>
    </message>
    <message>
        <source>{root} holds no split '{split}', nor any other; restore its lists.</source>
        <translation>{root}에 '{split}' 분할이 없고 다른 분할도 없습니다. 분할 목록을 되돌려 놓으세요.</translation>
    </message>
    <message>
        <source>{root} holds no split '{split}'; it has {known}.</source>
        <translation>{root}에 '{split}' 분할이 없습니다. 있는 분할은 {known}입니다.</translation>
    </message>
    <message>
        <source>{root} is in no layout that is known; looked for SegmentationClass (VOC), {split}/images with {split}/labels (CamVid), annotations/instances_{split}.json (COCO), images with labels or masks (pairs), and images with class.</source>
        <translation>{root}은(는) 아는 구조가 아닙니다. SegmentationClass(VOC), {split}/images와 {split}/labels(CamVid), annotations/instances_{split}.json(COCO), images와 labels 또는 masks(폴더 쌍), images와 class를 찾았습니다.</translation>
    </message>
    <message>
        <source>{root} is not a folder; give the folder of a data set.</source>
        <translation>{root}은(는) 폴더가 아닙니다. 데이터 집합의 폴더를 지정하세요.</translation>
    </message>
    <message>
        <source>{root} is not in COCO's layout; looked for annotations/instances_{split}.json and {split}/_annotations.coco.json.</source>
        <translation>{root}은(는) COCO 구조가 아닙니다. annotations/instances_{split}.json과 {split}/_annotations.coco.json을 찾았습니다.</translation>
    </message>
    <message>
        <source>{root} is not in CamVid's layout; looked for {split}/images with {split}/labels, and {split} with {split}annot.</source>
        <translation>{root}은(는) CamVid 구조가 아닙니다. {split}/images와 {split}/labels, {split}와(과) {split}annot을 찾았습니다.</translation>
    </message>
    <message>
        <source>{root} is not in VOC's layout; looked for SegmentationClass in it, in its VOC2012 and in its VOCdevkit/VOC2012.</source>
        <translation>{root}은(는) VOC 구조가 아닙니다. 이 폴더와 그 안의 VOC2012, VOCdevkit/VOC2012에서 SegmentationClass를 찾았습니다.</translation>
    </message>
    <message>
        <source>{root} lacks {file}; give a folder with photos, object maps and instances.csv.</source>
        <translation>{root}에 {file}이(가) 없습니다. 사진, 객체 맵, instances.csv가 있는 폴더를 지정하세요.</translation>
    </message>
    <message>
        <source>any</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>CamVid</source>
        <translation>CamVid</translation>
    </message>
    <message>
        <source>COCO</source>
        <translation>COCO</translation>
    </message>
    <message>
        <source>folder pairs</source>
        <translation>폴더 쌍</translation>
    </message>
    <message>
        <source>The evaluation that was left is damaged and is kept as {path}; measure from the first photo on.</source>
        <translation>남아 있던 평가 파일이 손상되어 {path}(으)로 보관했습니다. 첫 사진부터 다시 측정하세요.</translation>
    </message>
    <message>
        <source>The evaluation that was left cannot be read from {path}; remove that file, and measure again.</source>
        <translation>남아 있던 평가를 {path}에서 읽을 수 없습니다. 그 파일을 지우고 다시 측정하세요.</translation>
    </message>
    <message>
        <source>The data, the weights or the device are not those of what was counted earlier; choose Measure to begin anew.</source>
        <translation>데이터나 가중치 또는 장치가 이전에 센 것과 다릅니다. 측정을 눌러 새로 시작하세요.</translation>
    </message>
</context>
</TS>
