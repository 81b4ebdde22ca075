#include "raytracer/scene/scene_files.h"

#include <gtest/gtest.h>

#include "raytracer/scene/data_uri.h"
#include "raytracer/testing/memory_assets.h"

namespace raypool {
namespace {

std::string textOf(const std::expected<std::vector<uint8_t>, std::string>& bytes) {
    return bytes ? std::string(bytes->begin(), bytes->end()) : "no: " + bytes.error();
}
std::vector<uint8_t> bytesOf(std::string_view text) { return {text.begin(), text.end()}; }

// RFC 4648, section 10.
TEST(DataUri, TestVectorsOfTheRfc) {
    const std::pair<const char*, const char*> pairs[] = {{"", ""},         {"f", "Zg=="},         {"fo", "Zm8="},        {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, coded] : pairs) {
        const std::string uri = std::string("data:text/plain;base64,") + coded;
        EXPECT_EQ(toDataUri(bytesOf(plain), "text/plain"), uri);
        EXPECT_EQ(textOf(decodeDataUri(uri)), plain);
        // Without padding, too, and with blanks.
        EXPECT_EQ(textOf(decodeDataUri(uri.substr(0, uri.find('=')))), plain);
        EXPECT_EQ(textOf(decodeDataUri(uri + "\r\n ")), plain);
    }
}

TEST(DataUri, AllBytesComeBack) {
    std::vector<uint8_t> bytes;
    for (int i = 0; i < 1000; ++i) bytes.push_back(static_cast<uint8_t>(i * 7 + i / 256));
    for (size_t size = 990; size <= 1000; ++size) {
        const std::vector<uint8_t> some(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(decodeDataUri(toDataUri(some, "application/octet-stream")), some);
    }
}

TEST(DataUri, WhatIsWritten) {
    EXPECT_EQ(textOf(decodeDataUri("DATA:;BASE64,Zm9v")), "foo");
    EXPECT_EQ(textOf(decodeDataUri("data:,a%20b%2")), "a b%2");
    EXPECT_EQ(textOf(decodeDataUri("data:;base64,Zm9v%3D")), "foo");
    EXPECT_EQ(textOf(decodeDataUri("data:;base64,-_8")), "\xFB\xFF");
    EXPECT_EQ(textOf(decodeDataUri("data:;base64,Zm9v*")), "no: character 5 of its data is no base64");
    EXPECT_EQ(textOf(decodeDataUri("data:;base64,Zm9vY")), "no: its base64 data are cut off");
    EXPECT_EQ(textOf(decodeDataUri("data:;base64,Zg==Zg==")), "no: its base64 data go on after their end");
    EXPECT_EQ(textOf(decodeDataUri("data:text/plain")), "no: it is no data: URI with a comma before its data");
}

TEST(SceneFiles, EmbeddedFirstThenDataThenOutside) {
    testing::MemoryFiles outside;
    outside.put("a.png", "outside a");
    outside.put("b.png", "outside b");
    std::vector<EmbeddedFile> embedded{{"a.png", std::make_shared<const std::vector<uint8_t>>(bytesOf("inside a"))}};
    SceneFiles files(embedded, outside);
    EXPECT_EQ(textOf(files.read("a.png")), "inside a");
    EXPECT_EQ(textOf(files.read("b.png")), "outside b");
    EXPECT_EQ(textOf(files.read("data:,c")), "c");
    EXPECT_EQ(textOf(files.read("d.png")), "no: no such file");
    EXPECT_EQ(files.share("a.png").value(), embedded[0].bytes);   // not a copy
    EXPECT_TRUE(files.has("a.png") && files.has("b.png") && files.has("data:,c"));
    EXPECT_FALSE(files.has("d.png") || files.has("data:c"));
}

TEST(SceneFiles, NamesAreRelativeToTheFileThatNamesThem) {
    EXPECT_EQ(pathBeside("models/a.gltf", "textures/b.png"), "models/textures/b.png");
    EXPECT_EQ(pathBeside("a.obj", ".\\maps\\b c.png"), "maps/b c.png");
    EXPECT_EQ(pathBeside("models/a.obj", "../b.png"), "models/../b.png");
    EXPECT_EQ(pathBeside("models/a.obj", "/b.png"), "/b.png");
    EXPECT_EQ(pathBeside("models/a.obj", "C:\\b.png"), "C:/b.png");
    EXPECT_EQ(pathBeside("models/a.obj", "data:,b"), "data:,b");
    EXPECT_EQ(pathBeside("data:,v", "b.png"), "b.png");
}

}  // namespace
}  // namespace raypool
