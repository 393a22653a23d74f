<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>app</name>
    <message>
        <source>Probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>What each of the two says where they differ.</source>
        <translation>둘이 다른 곳에서 각각 무엇이라고 하는지.</translation>
    </message>
    <message>
        <source>The figures of the whole set.</source>
        <translation>데이터 전체의 수치.</translation>
    </message>
    <message>
        <source>Enter opens a photo beside its ground truth.</source>
        <translation>Enter를 누르면 사진을 정답과 나란히 엽니다.</translation>
    </message>
    <message>
        <source>What bias and streams add to the logit of each class.</source>
        <translation>편향과 스트림이 각 클래스의 로짓에 더하는 값.</translation>
    </message>
    <message>
        <source>What each stride allows, and what the model reaches.</source>
        <translation>각 스트라이드가 허용하는 값과 모델이 이른 값.</translation>
    </message>
    <message>
        <source>What each stride allows of each class.</source>
        <translation>각 스트라이드가 클래스마다 허용하는 값.</translation>
    </message>
    <message>
        <source>Each stage, and what it did with the object.</source>
        <translation>각 단계와 그 단계가 객체에 한 일.</translation>
    </message>
    <message>
        <source>How many pixels of each class both networks give it.</source>
        <translation>두 네트워크가 함께 그 클래스로 본 픽셀 수.</translation>
    </message>
    <message>
        <source>Choose a model to read about it.</source>
        <translation>모델을 고르면 설명이 나옵니다.</translation>
    </message>
</context>
</TS>
