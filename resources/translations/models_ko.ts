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
        <source>This network has no such read-out.</source>
        <translation>이 신경망에는 그 출력이 없습니다.</translation>
    </message>
</context>
</TS>
