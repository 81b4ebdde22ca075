#include "raytracer/scene/json_reader.h"

#include <gtest/gtest.h>

namespace raypool {
namespace {

TEST(NearestName, MeansWhatIsNearlyWritten) {
    EXPECT_EQ(nearestName("Sphre", {"Sphere", "Plane"}), "Sphere");
    EXPECT_EQ(nearestName("plane", {"Sphere", "Plane"}), "Plane");
    EXPECT_EQ(nearestName("SPHERE", {"Sphere", "Plane"}), "Sphere");
    EXPECT_EQ(nearestName("reflectve", {"Diffuse", "Reflective", "Refractive"}), "Reflective");
    EXPECT_EQ(nearestName("refractve", {"Diffuse", "Reflective", "Refractive"}), "Refractive");
}

TEST(NearestName, NothingNear) {
    EXPECT_EQ(nearestName("Triangle", {"Sphere", "Plane"}), "");
    EXPECT_EQ(nearestName("", {"Sphere"}), "");
    EXPECT_EQ(nearestName("x", {}), "");
    EXPECT_EQ(nearestName(std::string(1000000, 'S'), {"Sphere"}), "");
}

class Reader : public ::testing::Test {
protected:
    /// The document views the text, so that has to live.
    void open(std::string_view text) {
        document_ = std::make_unique<JsonDocument>(std::move(*JsonDocument::parse(text)));
        reader_ = std::make_unique<JsonReader>(*document_);
    }
    std::string problem(size_t i = 0) const {
        return i < reader_->problems().size() ? toString(reader_->problems()[i]) : "none";
    }
    std::unique_ptr<JsonDocument> document_;
    std::unique_ptr<JsonReader> reader_;
};

TEST_F(Reader, Numbers) {
    open(R"({"a": 1.5, "b": 7, "c": -2, "d": "x", "e": 1e300})");
    double d = 0;
    float f = 0;
    EXPECT_TRUE(reader_->number(0, "a", d));
    EXPECT_EQ(d, 1.5);
    EXPECT_TRUE(reader_->number(0, "b", d));
    EXPECT_EQ(d, 7);
    EXPECT_TRUE(reader_->number(0, "c", f));
    EXPECT_EQ(f, -2);
    EXPECT_FALSE(reader_->number(0, "d", d));
    EXPECT_EQ(problem(0), "1:34: error: \"d\" must be a number, not a string [/d]");
    EXPECT_TRUE(reader_->number(0, "e", d));
    EXPECT_EQ(d, 1e300);
    EXPECT_FALSE(reader_->number(0, "e", f));
    EXPECT_EQ(problem(1), "1:44: error: \"e\" is too large (at most 3.4e38, single precision) [/e]");
    EXPECT_EQ(f, -2);   // untouched
}

TEST_F(Reader, Integers) {
    open(R"({"a": 100.0, "b": 4294967295, "c": 1.5, "d": -1, "e": 11, "f": 1e300})");
    uint32_t out = 3;
    EXPECT_TRUE(reader_->integer(0, "a", out, 0, 1000));
    EXPECT_EQ(out, 100U);
    EXPECT_TRUE(reader_->integer(0, "b", out, 0, 4294967295U));
    EXPECT_EQ(out, 4294967295U);
    EXPECT_FALSE(reader_->integer(0, "c", out, 0, 10));
    EXPECT_FALSE(reader_->integer(0, "d", out, 0, 10));
    EXPECT_FALSE(reader_->integer(0, "e", out, 0, 10));
    EXPECT_FALSE(reader_->integer(0, "f", out, 0, 10));
    EXPECT_EQ(out, 4294967295U);
    EXPECT_EQ(problem(0), "1:36: error: \"c\" must be a whole number (0 to 10) [/c]");
    EXPECT_EQ(problem(1), "1:46: error: \"d\" is out of range (0 to 10) [/d]");
    EXPECT_EQ(problem(2), "1:55: error: \"e\" is out of range (0 to 10) [/e]");
    EXPECT_EQ(problem(3), "1:64: error: \"f\" is out of range (0 to 10) [/f]");
}

TEST_F(Reader, MissingFieldsNameTheKeyThatIsNear) {
    open(R"({"widht": 1, "x": 2})");
    EXPECT_EQ(reader_->required(0, "width"), kNoJson);
    EXPECT_EQ(reader_->required(0, "height"), kNoJson);
    EXPECT_NE(reader_->required(0, "x"), kNoJson);
    EXPECT_EQ(problem(0), "1:2: error: missing field \"width\" (is \"widht\" meant to be it?) [/widht]");
    EXPECT_EQ(problem(1), "1:1: error: missing field \"height\"");
    EXPECT_EQ(reader_->problems().size(), 2U);
}

TEST_F(Reader, GathersAHundredProblemsAndNoMore) {
    open("[1]");
    for (int i = 0; i < 1000; ++i) {
        reader_->error(0, "no");
        reader_->warn(0, "odd");
        reader_->required(1, "x");
    }
    EXPECT_EQ(reader_->problems().size(), 100U);
    EXPECT_EQ(reader_->warnings().size(), 100U);
    EXPECT_EQ(reader_->warnings()[0].severity, Severity::kWarning);
}

}  // namespace
}  // namespace raypool
