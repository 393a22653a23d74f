<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>Begin the tour</source>
        <translation>안내 여행 시작</translation>
    </message>
    <message>
        <source>Go on with the tour</source>
        <translation>안내 여행 계속</translation>
    </message>
    <message>
        <source>Go on at stop {stop}</source>
        <translation>{stop}단계에서 계속</translation>
    </message>
    <message>
        <source>Ready too: {models}.</source>
        <translation>그 밖에 준비된 모델: {models}.</translation>
    </message>
    <message>
        <source>Damaged: {models}.</source>
        <translation>손상된 모델: {models}.</translation>
    </message>
    <message>
        <source>{count} more can be downloaded, or brought as files.</source>
        <translation>{count}개를 더 내려받거나 파일로 가져올 수 있습니다.</translation>
    </message>
    <message>
        <source>{models} and {count} more</source>
        <translation>{models} 외 {count}개</translation>
    </message>
    <message>
        <source>On the &amp;left</source>
        <translation>왼쪽에(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Floating</source>
        <translation>따로 띄우기(&amp;F)</translation>
    </message>
    <message>
        <source>This system (Wayland) cannot bring a floating panel back reliably.</source>
        <translation>이 시스템(Wayland)에서는 띄운 패널을 확실히 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Put the panel {name} back</source>
        <translation>{name} 패널을 되돌려 놓기</translation>
    </message>
    <message>
        <source>Let the panel {name} float</source>
        <translation>{name} 패널을 따로 띄우기</translation>
    </message>
    <message>
        <source>Add up the scores at stride {stride}; switched off, their gain is 0.</source>
        <translation>스트라이드 {stride}의 점수를 더합니다. 끄면 그 이득이 0입니다.</translation>
    </message>
    <message>
        <source>This network has no scores at stride {stride}.</source>
        <translation>이 신경망에는 스트라이드 {stride}의 점수가 없습니다.</translation>
    </message>
</context>
</TS>
