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
</context>
</TS>
