<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>The photo of last time, {path}, is not there any more; open another one.</source>
        <translation>지난번 사진 {path}이(가) 더는 없습니다. 다른 사진을 여세요.</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>The record of the last session was damaged and is kept as {path}; open your photo again.</source>
        <translation>지난 세션의 기록이 손상되어 {path}(으)로 남겨 두었습니다. 사진을 다시 여세요.</translation>
    </message>
    <message>
        <source>The record of the last session, {path}, cannot be read or moved; remove it.</source>
        <translation>지난 세션의 기록 {path}을(를) 읽거나 옮길 수 없습니다. 지워 주세요.</translation>
    </message>
    <message>
        <source>Object {number} has no class; give each object a name.</source>
        <translation>{number}번 객체에 클래스가 없습니다. 객체마다 이름을 주세요.</translation>
    </message>
</context>
</TS>
