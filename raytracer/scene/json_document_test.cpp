#include "raytracer/scene/json_document.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

#include "raytracer/testing/effort.h"

namespace raypool {
namespace {

JsonDocument parsed(std::string_view text) {
    auto document = JsonDocument::parse(text);
    EXPECT_TRUE(document.has_value()) << toString(document.error().front());
    return std::move(*document);
}

std::string marked(std::string_view text, const Diagnostic& d) {
    return std::string(text.substr(d.from, d.to - d.from));   // ASCII texts only
}

TEST(JsonDocument, ValuesOfEveryType) {
    const std::string_view text = R"([null, true, false, -3, 42, 2.5e3, "a\u00e9\n", [], {}])";
    const auto document = parsed(text);
    ASSERT_EQ(document[0].type, JsonType::kArray);
    ASSERT_EQ(document[0].childCount, 9U);
    std::vector<JsonId> ids;
    for (JsonId id = document[0].firstChild; id != kNoJson; id = document[id].nextSibling) ids.push_back(id);
    ASSERT_EQ(ids.size(), 9U);
    const JsonType types[] = {JsonType::kNull,  JsonType::kBool,   JsonType::kBool,  JsonType::kInteger, JsonType::kUnsigned,
                              JsonType::kFloat, JsonType::kString, JsonType::kArray, JsonType::kObject};
    for (size_t i = 0; i < ids.size(); ++i) {
        EXPECT_EQ(document[ids[i]].type, types[i]) << i;
        EXPECT_EQ(document[ids[i]].indexInParent, i);
        EXPECT_EQ(document[ids[i]].parent, 0U);
    }
    EXPECT_TRUE(document[ids[1]].boolean);
    EXPECT_FALSE(document[ids[2]].boolean);
    EXPECT_EQ(document[ids[3]].number, -3);
    EXPECT_EQ(document[ids[4]].number, 42);
    EXPECT_EQ(document[ids[5]].number, 2500);
    EXPECT_EQ(document.string(document[ids[6]].string), "a\xC3\xA9\n");
    EXPECT_EQ(document[ids[7]].firstChild, kNoJson);
}

TEST(JsonDocument, EveryValueAndKeyKnowsItsRange) {
    const std::string_view text = "{ \"a\\\"b\" : [1.5 , \"x,]\\\"\" ,{}, tru\x65 ],\n\t\"c\":{\"d\":-1e2} }";
    const auto document = parsed(text);
    const auto value = [&](JsonId id) { return text.substr(document[id].from, document[id].to - document[id].from); };
    const auto key = [&](JsonId id) { return text.substr(document[id].keyFrom, document[id].keyTo - document[id].keyFrom); };
    EXPECT_EQ(value(0), text);
    const JsonId list = document.member(0, "a\"b"), object = document.member(0, "c");
    ASSERT_NE(list, kNoJson);
    ASSERT_NE(object, kNoJson);
    EXPECT_EQ(key(list), "\"a\\\"b\"");
    EXPECT_EQ(value(list), "[1.5 , \"x,]\\\"\" ,{}, true ]");
    std::vector<std::string> items;
    for (JsonId id = document[list].firstChild; id != kNoJson; id = document[id].nextSibling) items.emplace_back(value(id));
    EXPECT_EQ(items, (std::vector<std::string>{"1.5", "\"x,]\\\"\"", "{}", "true"}));
    EXPECT_EQ(value(object), "{\"d\":-1e2}");
    const JsonId inner = document.member(object, "d");
    EXPECT_EQ(key(inner), "\"d\"");
    EXPECT_EQ(value(inner), "-1e2");
    EXPECT_EQ(document.member(object, "e"), kNoJson);
}

TEST(JsonDocument, PointersAreEscaped) {
    const auto document = parsed(R"({"a/b": {"~": [0, {"~1": 7, "": 8}]}})");
    const JsonId list = document.member(document.member(0, "a/b"), "~");
    const JsonId second = document[document[list].firstChild].nextSibling;
    EXPECT_EQ(document.pointer(0), "");
    EXPECT_EQ(document.pointer(list), "/a~1b/~0");
    EXPECT_EQ(document.pointer(second), "/a~1b/~0/1");
    EXPECT_EQ(document.pointer(document.member(second, "~1")), "/a~1b/~0/1/~01");
    EXPECT_EQ(document.pointer(document.member(second, "")), "/a~1b/~0/1/");
}

TEST(JsonDocument, DiagnosticsAtValueAndKey) {
    // é and a surrogate pair before the place: the column counts code points, the range UTF-16 units.
    const std::string text = "{\r\n \"\xC3\xA9\xF0\x9F\x98\x80\": 1, \"k\": [true]}";
    const auto document = parsed(text);
    const JsonId k = document.member(0, "k");
    const Diagnostic value = document.at(document[k].firstChild, "bad", "good");
    EXPECT_EQ(toString(value), "2:17: error: bad (good) [/k/0]");
    EXPECT_EQ(value.from, 20U);
    EXPECT_EQ(value.to, 24U);
    const Diagnostic key = document.atKey(k, "bad");
    EXPECT_EQ(toString(key), "2:11: error: bad [/k]");
    EXPECT_EQ(key.from, 14U);
    EXPECT_EQ(key.to, 17U);
}

TEST(JsonDocument, ByteOrderMarkIsSkippedAndCounted) {
    const auto document = parsed("\xEF\xBB\xBF{\"a\": 5}");
    const JsonId a = document.member(0, "a");
    ASSERT_NE(a, kNoJson);
    EXPECT_EQ(document[a].number, 5);
    EXPECT_EQ(document.at(a, "").from, 7U);   // the mark is one UTF-16 unit, as in an editor's text
}

TEST(JsonDocument, KeyThatStandsTwice) {
    const std::string_view text = "{\"a\": 1,\n \"o\": {\"b\": 1, \"b\": 2},\n \"a\": 3}";
    const auto document = JsonDocument::parse(text);
    ASSERT_FALSE(document.has_value());
    ASSERT_EQ(document.error().size(), 2U);
    EXPECT_EQ(toString(document.error()[0]), "2:16: error: key \"b\" stands twice in this object (keep one of the two) [/o]");
    EXPECT_EQ(toString(document.error()[1]), "3:2: error: key \"a\" stands twice in this object (keep one of the two)");
    EXPECT_EQ(marked(text, document.error()[0]), "\"b\"");
    EXPECT_TRUE(JsonDocument::parse(R"([{"a": 1}, {"a": 1}, {"b": {"a": 1}, "a": 2}])").has_value());
}

TEST(JsonDocument, SyntaxErrorsAtTheirPlace) {
    struct Case {
        std::string_view text;
        int line, column;
        std::string_view marked, pointer, hint = "";   // what the hint speaks of
    };
    const Case cases[] = {
        {"{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3, "\"b\"", "", "comma missing"},
        {"[1 {}]", 1, 4, "{", "", "comma missing"},
        {"[\"a\" true]", 1, 6, "true", "", "comma missing"},
        {"{\"a\": 1,}", 1, 9, "}", "", "too many"},
        {"[1, 2,\n]", 2, 1, "]", "", "too many"},
        {"{\"a\": tru, \"b\": 1}", 1, 7, "tru,", "", "quotes"},
        {"{\"a\": }", 1, 7, "}", ""},
        {"{\"a\" 1}", 1, 6, "1", ""},
        {"{a: 1}", 1, 2, "a", ""},
        {"{\"a\": 'x'}", 1, 7, "'", "", "double quotes"},
        {"{\u201Ca\u201D: 1}", 1, 2, "\xE2", "", "double quotes"},
        {"{\"a\":\u00A01}", 1, 6, "\xC2", "", "no-break space"},
        {"[1,\n \u200B2]", 2, 2, "\xE2", "", "invisible"},
        {"{\"o\": {\"l\": [1, {\"x\": @}]}}", 1, 23, "@", "/o/l/1"},
        {"{\"a\": 01}", 1, 8, "1", ""},
        {"{\"a\": 1.}", 1, 7, "1.}", ""},
        {"{\"a\": NaN}", 1, 7, "N", ""},
        {"{} x", 1, 4, "x", ""},
        {"{\"a\": 1}}", 1, 9, "}", ""},
        {"{\"a\": // no\n 1}", 1, 7, "/", "", "comments"},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.text);
        const auto document = JsonDocument::parse(c.text);
        if (document.has_value()) {
            ADD_FAILURE() << "no error";
            continue;
        }
        ASSERT_EQ(document.error().size(), 1U);
        const Diagnostic& d = document.error()[0];
        EXPECT_EQ(d.line, c.line);
        EXPECT_EQ(d.column, c.column);
        EXPECT_EQ(marked(c.text, d), c.marked);
        EXPECT_EQ(d.pointer, c.pointer);
        EXPECT_FALSE(d.message.empty());
        EXPECT_NE(d.hint.find(c.hint), std::string::npos) << d.message << " (" << d.hint << ")";
        EXPECT_EQ(d.message.find("json.exception"), std::string::npos) << d.message;
        EXPECT_TRUE(d.hint.empty() || d.message.find("last read") == std::string::npos) << d.message;
        EXPECT_EQ(d.message.find(" line "), std::string::npos) << d.message;
    }
}

TEST(JsonDocument, SyntaxErrorBehindCharactersOfManyBytes) {
    const std::string text = "[\"\xF0\x9F\x98\x80\xC3\xA9\", @]";
    const auto document = JsonDocument::parse(text);
    ASSERT_FALSE(document.has_value());
    const Diagnostic& d = document.error()[0];
    EXPECT_EQ(d.column, 8);
    EXPECT_EQ(d.from, 8U);
    EXPECT_EQ(d.to, 9U);
}

TEST(JsonDocument, UnfinishedTexts) {
    for (const std::string_view text : {"{", "[", "{\"a\"", "{\"a\":", "{\"a\": 1", "{\"a\": \"never ended", "[1, 2", "\"\\", "-", "tr"}) {
        SCOPED_TRACE(text);
        const auto document = JsonDocument::parse(text);
        ASSERT_FALSE(document.has_value());
        EXPECT_EQ(document.error()[0].line, 1);
        EXPECT_LE(document.error()[0].to, text.size());
        EXPECT_LT(document.error()[0].from, document.error()[0].to);
    }
    EXPECT_EQ(JsonDocument::parse("[1, 2").error()[0].hint, "a bracket is not closed");
}

TEST(JsonDocument, EmptyTexts) {
    for (const std::string_view text : {"", " ", "\n\t\r ", "\xEF\xBB\xBF"}) {
        const auto document = JsonDocument::parse(text);
        ASSERT_FALSE(document.has_value());
        EXPECT_EQ(document.error()[0].message, "the scene is empty");
        EXPECT_GE(document.error()[0].line, 1);
    }
}

TEST(JsonDocument, NumbersThatNoDoubleHolds) {
    const std::string_view text = "{\"fov\": 1e999}";
    const auto document = JsonDocument::parse(text);
    ASSERT_FALSE(document.has_value());
    EXPECT_EQ(marked(text, document.error()[0]), "1e999");
    EXPECT_NE(document.error()[0].message.find("number overflow"), std::string::npos);
    EXPECT_EQ(parsed("[123456789012345678901234567890]")[1].number, 123456789012345678901234567890.0);
    EXPECT_EQ(parsed("[1e-999]")[1].number, 0);
}

TEST(JsonDocument, InvalidUtf8IsAnErrorAtItsPlace) {
    for (const std::string_view bad : {"\xFF", "\xC3(", "\xE2\x82", "\xED\xA0\x80", "\xC0\x80", "\xF5\x80\x80\x80"}) {
        const std::string text = "{\n\"a\": \"x" + std::string(bad) + "\"}";
        const auto document = JsonDocument::parse(text);
        ASSERT_FALSE(document.has_value());
        EXPECT_EQ(document.error()[0].line, 2);
        EXPECT_GE(document.error()[0].column, 6);
        EXPECT_LE(document.error()[0].column, 11);
    }
    const auto document = JsonDocument::parse(std::string_view("{\"a\0\": 1}", 9));
    EXPECT_FALSE(document.has_value());
}

TEST(JsonDocument, ANulIsNotTheEndOfTheText) {
    using namespace std::string_view_literals;
    for (const std::string_view text : {"{}\0"sv, "{}\0 and more"sv, "[1\0]"sv, "\0{}"sv, "44\0\xFF\xFF\xFF"sv}) {
        const auto document = JsonDocument::parse(text);
        ASSERT_FALSE(document.has_value());
        ASSERT_EQ(document.error().size(), 1U);
        EXPECT_EQ(document.error()[0].from, text.find('\0'));
        EXPECT_EQ(document.error()[0].to, text.find('\0') + 1);
    }
    EXPECT_EQ(parsed(R"(["\u0000"])").string(0), std::string(1, '\0'));   // but one may be written
}

double secondsFor(const auto& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Linear work takes a tenth of a second; quadratic work on these texts would take minutes.
constexpr double kSeconds = testing::effort(10, 60);
constexpr size_t kDeep = 100000;

std::string repeated(std::string_view part, size_t count) {
    std::string out;
    for (size_t i = 0; i < count; ++i) out += part;
    return out;
}

TEST(JsonDocument, DeepNestingIsRead) {
    std::string text;
    for (size_t i = 0; i < kDeep; ++i) text += i % 2 == 0 ? "[" : "{\"k\":";
    text += "0";
    for (size_t i = kDeep; i-- > 0;) text += i % 2 == 0 ? "]" : "}";
    const double seconds = secondsFor([&] {
        const auto document = parsed(text);
        JsonId id = 0;
        for (size_t i = 0; i < kDeep; ++i) id = document[id].firstChild;
        EXPECT_EQ(document[id].type, JsonType::kUnsigned);
        const Diagnostic d = document.at(id, "here");
        EXPECT_LT(d.pointer.size(), 1000U);
        EXPECT_TRUE(d.pointer.ends_with("/...")) << d.pointer;
        EXPECT_EQ(text[d.from], '0');
    });
    EXPECT_LT(seconds, kSeconds);
}

TEST(JsonDocument, DeepNestingThatIsWrongIsRefusedInTime) {
    for (const std::string& text : {repeated("[", kDeep), repeated("{\"a\":", kDeep), repeated("[", kDeep) + "@",
                                    repeated("{\"a\":0,\"a\":", kDeep)}) {
        const double seconds = secondsFor([&] {
            const auto document = JsonDocument::parse(text);
            ASSERT_FALSE(document.has_value());
            EXPECT_LE(document.error().size(), 200U);
        });
        EXPECT_LT(seconds, kSeconds) << text.substr(0, 20);
    }
}

std::string numbers(size_t count) {
    std::string out;
    for (size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ", ") + std::to_string(static_cast<int>(i) - 3);
    return out;
}

TEST(JsonDocument, LongArraysOfNumbersArePacked) {
    for (const size_t count : {1, 63, 64, 65, 1000}) {
        const std::string text = "{\"a\": [" + numbers(count) + "], \"b\": 7}";
        const auto document = parsed(text);
        const JsonId list = document.member(0, "a");
        ASSERT_EQ(document[list].childCount, count);
        EXPECT_EQ(document[list].isPacked, count >= 64);
        EXPECT_EQ(document[document.member(0, "b")].number, 7);
        if (!document[list].isPacked) continue;
        EXPECT_EQ(document[list].rowLength, 0);
        ASSERT_EQ(document.numbers(list).size(), count);
        for (size_t i = 0; i < count; ++i) EXPECT_EQ(document.numbers(list)[i], static_cast<double>(i) - 3);
        const Diagnostic d = document.atNumber(list, 60, "x");
        EXPECT_EQ(marked(text, d), "57");
        EXPECT_EQ(d.pointer, "/a/60");
    }
}

TEST(JsonDocument, RowsOfNumbersArePacked) {
    const std::string text = "[[" + repeated("[1, 2,3 ] ,", 99) + "[4, 5, 6]], 8]";
    const auto document = parsed(text);
    const JsonId list = document[0].firstChild;
    EXPECT_TRUE(document[list].isPacked);
    EXPECT_EQ(document[list].rowLength, 3);
    EXPECT_EQ(document[list].childCount, 100U);
    ASSERT_EQ(document.numbers(list).size(), 300U);
    EXPECT_EQ(document.numbers(list)[298], 5);
    EXPECT_EQ(document.atNumber(list, 298, "x").pointer, "/0/99/1");
    EXPECT_EQ(marked(text, document.atNumber(list, 298, "x")), "5");
    EXPECT_EQ(document[document[list].nextSibling].number, 8);
}

/// Every value of a document, read from nodes and packed numbers alike, with its text.
void flatten(const JsonDocument& document, std::string_view text, JsonId id, std::vector<std::string>& out) {
    const auto& node = document[id];
    if (node.isPacked) {
        const auto values = document.numbers(id);
        for (size_t i = 0; i < values.size(); ++i) {
            const Diagnostic d = document.atNumber(id, i, "");
            out.push_back(d.pointer + " " + marked(text, d));
            EXPECT_EQ(std::stod(marked(text, d)), values[i]);
        }
        return;
    }
    if (node.firstChild == kNoJson) out.push_back(document.pointer(id) + " " + std::string(text.substr(node.from, node.to - node.from)));
    uint32_t count = 0;
    for (JsonId child = node.firstChild; child != kNoJson; child = document[child].nextSibling) {
        EXPECT_EQ(document[child].indexInParent, count++);
        EXPECT_EQ(document[child].parent, id);
        flatten(document, text, child, out);
    }
    EXPECT_EQ(node.childCount, count);
}

TEST(JsonDocument, WhatBreaksARunOfNumbersLosesNone) {
    // A text is judged by one that has the same values, but can't be packed: a string before all of them.
    for (const std::string breaker : {"\"x\"", "[1]", "[[2]]", "{\"k\": 1}", "null", "[1, \"y\", 2]", "[]", "[1, 2, 3, 4]"}) {
        for (const std::string run : {"5 ", "[1, 2]", "[ 1 ,2 , 3 ]", "[]", "[[1], [2]]"}) {
            for (const size_t before : {0, 10, 63, 64, 65, 100}) {
                for (const size_t after : {0, 3, 70}) {
                    const std::string middle = repeated(run + ",", before) + breaker + repeated("," + run, after);
                    const std::string packed = "[" + middle + "]", plain = "[\"\"," + middle + "]";
                    std::vector<std::string> a, b;
                    flatten(parsed(packed), packed, 0, a);
                    flatten(parsed(plain), plain, 0, b);
                    ASSERT_EQ(a.size() + 1, b.size()) << packed;
                    for (size_t i = 0; i < a.size(); ++i) {
                        // The same, one further on.
                        const auto slash = a[i].find_first_of("/ ", 1);
                        const std::string next = "/" + std::to_string(std::stoul(a[i].substr(1, slash - 1)) + 1) + a[i].substr(slash);
                        ASSERT_EQ(next, b[i + 1]) << packed;
                    }
                }
            }
        }
    }
}

TEST(JsonDocument, TextsThatAskForTooMuchAreRefused) {
    const JsonLimits limits{.values = 100, .numbers = 200, .depth = 50};
    const auto refused = [&](const std::string& text) {
        const auto document = JsonDocument::parse(text, limits);
        return document ? std::string("no error") : toString(document.error().front());
    };
    EXPECT_EQ(refused("[" + numbers(200) + "]"), "no error");
    EXPECT_EQ(refused("[" + numbers(201) + "]"), "1:889: error: the scene has too many numbers (at most 200)");
    EXPECT_EQ(refused("[" + repeated("{},", 98) + "{}]"), "no error");
    EXPECT_EQ(refused("[" + repeated("{},", 99) + "{}]"),
              "1:299: error: the scene has too many values (at most 100; the numbers of a long array count as one)");
    EXPECT_EQ(refused(repeated("[", 50) + repeated("]", 50)), "no error");
    EXPECT_EQ(refused(repeated("[", 51) + repeated("]", 51)).substr(0, 72), "1:51: error: values stand in each other too deep (at most 50 levels) [/0");
}

TEST(JsonDocument, ManyKeysThatStandTwiceDoNotFillTheMemory) {
    const std::string text = "{\"a\":0" + repeated(",\"a\":0", kDeep) + "}";
    const auto document = JsonDocument::parse(text);
    ASSERT_FALSE(document.has_value());
    EXPECT_LE(document.error().size(), 200U);
}

TEST(JsonDocument, TooLargeTextIsRefusedUnread) {
    // Views more than there is: reading any of it would fault, or be found by AddressSanitizer.
    static const char one[] = "{";
    const auto document = JsonDocument::parse(std::string_view(one, JsonDocument::kMaxBytes + 1));
    ASSERT_FALSE(document.has_value());
    EXPECT_EQ(toString(document.error()[0]), "error: the scene's text has 256 MiB (at most 256 MiB are read)");
}

}  // namespace
}  // namespace raypool
