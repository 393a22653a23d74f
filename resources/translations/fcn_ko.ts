<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>There is no photo to compare ground truth with; open one, or click a sample.</source>
        <translation>정답과 비교할 사진이 없습니다. 사진을 열거나 예제를 누르세요.</translation>
    </message>
</context>
</TS>
