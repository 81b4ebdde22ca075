// Against meshoptimizer itself: streams of its encoder, and what its decoder makes of them.
#include "raytracer/loaders/gltf/gltf_meshopt.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "raytracer/loaders/gltf/gltf_meshopt_vectors.h"
#include "raytracer/scene/data_uri.h"

namespace raypool {
namespace {

std::vector<uint8_t> bytesOf(const char* base64) { return *decodeDataUri(std::string("data:;base64,") + base64); }

std::vector<uint8_t> decoded(const char* base64, size_t count, size_t stride, MeshoptMode mode, MeshoptFilter filter = MeshoptFilter::kUnfiltered) {
    const auto bytes = bytesOf(base64);
    auto out = decodeMeshoptStream({bytes, count, stride, mode, filter});
    EXPECT_TRUE(out.has_value()) << (out ? "" : out.error());
    return out ? *out : std::vector<uint8_t>(count * stride);
}

uint32_t fnv(const std::vector<uint8_t>& bytes) {
    uint32_t hash = 2166136261U;
    for (const uint8_t b : bytes) hash = (hash ^ b) * 16777619U;
    return hash;
}

template <class T>
T at(const std::vector<uint8_t>& bytes, size_t i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    return value;
}

TEST(GltfMeshopt, AttributesOfBothVersions) {
    for (const char* stream : {kAttributes0, kAttributes1}) {
        const auto out = decoded(stream, 260, 8, MeshoptMode::kAttributes);
        for (int i = 0; i < 260; ++i) {
            for (int k = 0; k < 8; ++k) {
                const int expected = k < 2 ? (i * (k + 1)) >> 2 : k < 4 ? (k == 2 ? i * i : 0) : i % 7 == 0 ? i * 31 + k : k;
                ASSERT_EQ(out[static_cast<size_t>(8 * i + k)], expected & 255) << i << " " << k;
            }
        }
    }
}

TEST(GltfMeshopt, ExclusiveOrChannelsOfFloats) {
    const auto out = decoded(kFloats1, 64, 8, MeshoptMode::kAttributes);
    for (size_t i = 0; i < 128; ++i) {
        ASSERT_EQ(at<float>(out, i), static_cast<float>(i / 2) * 0.25F + static_cast<float>(i % 2) * 100) << i;
    }
}

std::vector<uint32_t> grid() {
    std::vector<uint32_t> out;
    for (uint32_t y = 0; y < 5; ++y) {
        for (uint32_t x = 0; x < 6; ++x) {
            const uint32_t a = y * 7 + x;
            out.insert(out.end(), {a, a + 1, a + 7, a + 7, a + 1, a + 8});
        }
    }
    out.insert(out.end(), {0, 34, 17, 41, 2, 30});
    return out;
}

TEST(GltfMeshopt, Triangles) {
    // A triangle may begin with another of its corners.
    const auto expected = grid();
    const auto out = decoded(kTriangles, expected.size(), 4, MeshoptMode::kTriangles);
    for (size_t t = 0; t < expected.size(); t += 3) {
        const uint32_t found[3] = {at<uint32_t>(out, t), at<uint32_t>(out, t + 1), at<uint32_t>(out, t + 2)};
        bool isSame = false;
        for (size_t turn = 0; turn < 3; ++turn) {
            isSame |= found[turn] == expected[t] && found[(turn + 1) % 3] == expected[t + 1] && found[(turn + 2) % 3] == expected[t + 2];
        }
        ASSERT_TRUE(isSame) << t;
    }
    EXPECT_EQ(fnv(out), 1244365683U);
    EXPECT_EQ(fnv(decoded(kTriangles, expected.size(), 2, MeshoptMode::kTriangles)), 2018932843U);
}

TEST(GltfMeshopt, Indices) {
    const auto expected = grid();
    const auto out = decoded(kSequence, expected.size(), 4, MeshoptMode::kIndices);
    for (size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(at<uint32_t>(out, i), expected[i]) << i;
}

constexpr size_t kCount = 24;

TEST(GltfMeshopt, OctahedralFilterGivesDirections) {
    for (const size_t stride : {size_t{4}, size_t{8}}) {
        const auto out = decoded(stride == 4 ? kOctahedral8 : kOctahedral16, kCount, stride, MeshoptMode::kAttributes, MeshoptFilter::kOctahedral);
        const double unit = stride == 4 ? 127 : 32767;
        for (size_t i = 0; i < kCount; ++i) {
            const double z = 1 - 2 * (static_cast<double>(i) + 0.5) / kCount, r = std::sqrt(1 - z * z), a = static_cast<double>(i) * 2.399963;
            const double expected[3] = {r * std::cos(a), r * std::sin(a), z};
            for (size_t k = 0; k < 3; ++k) {
                const double found = (stride == 4 ? at<int8_t>(out, 4 * i + k) : at<int16_t>(out, 4 * i + k)) / unit;
                ASSERT_NEAR(found, expected[k], 2 / unit) << i << " " << k;
            }
        }
        EXPECT_EQ(fnv(out), stride == 4 ? 646140908U : 3914523677U);
    }
}

TEST(GltfMeshopt, QuaternionFilterGivesTurns) {
    const auto out = decoded(kQuaternion, kCount, 8, MeshoptMode::kAttributes, MeshoptFilter::kQuaternion);
    for (size_t i = 0; i < kCount; ++i) {
        const double t = static_cast<double>(i);
        const double q[4] = {std::sin(t), std::cos(2 * t), std::sin(3 * t + 1), std::cos(t * t)};
        const double length = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
        double cosine = 0;
        for (size_t k = 0; k < 4; ++k) cosine += q[k] / length * at<int16_t>(out, 4 * i + k) / 32767;
        ASSERT_NEAR(std::fabs(cosine), 1, 1e-4) << i;   // q and -q are the same turn
    }
    EXPECT_EQ(fnv(out), 704732398U);
}

TEST(GltfMeshopt, ExponentialFilterGivesFloats) {
    const auto out = decoded(kExponential, kCount, 12, MeshoptMode::kAttributes, MeshoptFilter::kExponential);
    for (size_t i = 0; i < 3 * kCount; ++i) {
        const double expected = (static_cast<double>(i) - 30) * std::ldexp(1.0625, static_cast<int>(i % 11) - 5);
        ASSERT_NEAR(at<float>(out, i), expected, 0.1 + 1e-4 * std::fabs(expected)) << i;   // an exponent is shared by neighbours
    }
    EXPECT_EQ(fnv(out), 3098530708U);
}

TEST(GltfMeshopt, ColorFilter) {
    for (const size_t stride : {size_t{4}, size_t{8}}) {
        const auto out = decoded(stride == 4 ? kColor8 : kColor16, kCount, stride, MeshoptMode::kAttributes, MeshoptFilter::kColor);
        const double unit = stride == 4 ? 255 : 65535;
        for (size_t i = 0; i < kCount; ++i) {
            const size_t expected[4] = {i, i * 5 % 24, i * 11 % 24, i * 7 % 24};
            for (size_t k = 0; k < 4; ++k) {
                const double found = (stride == 4 ? at<uint8_t>(out, 4 * i + k) : at<uint16_t>(out, 4 * i + k)) / unit;
                ASSERT_NEAR(found, static_cast<double>(expected[k]) / 23, 3 / unit) << i << " " << k;
            }
        }
        EXPECT_EQ(fnv(out), stride == 4 ? 1330564873U : 1505710209U);
    }
}

TEST(GltfMeshopt, BrokenStreamsAreRefused) {
    struct Case {
        const char* stream;
        size_t count, stride;
        MeshoptMode mode;
    };
    for (const Case c : {Case{kAttributes0, 260, 8, MeshoptMode::kAttributes}, Case{kAttributes1, 260, 8, MeshoptMode::kAttributes},
                         Case{kTriangles, 186, 4, MeshoptMode::kTriangles}, Case{kSequence, 186, 4, MeshoptMode::kIndices}}) {
        const auto whole = bytesOf(c.stream);
        for (size_t length = 0; length < whole.size(); ++length) {
            const MeshoptStream cut{std::span(whole).first(length), c.count, c.stride, c.mode, MeshoptFilter::kUnfiltered};
            ASSERT_FALSE(decodeMeshoptStream(cut).has_value()) << length;
        }
        // A group of 16 items may have been filled up; one more takes more bytes than there are.
        const size_t more = c.mode == MeshoptMode::kAttributes ? 256 : 3;
        EXPECT_FALSE(decodeMeshoptStream({whole, c.count + more, c.stride, c.mode, MeshoptFilter::kUnfiltered}).has_value());
        EXPECT_FALSE(decodeMeshoptStream({whole, c.count, 3, c.mode, MeshoptFilter::kUnfiltered}).has_value());
    }
    const auto color = bytesOf(kColor8);
    EXPECT_FALSE(decodeMeshoptStream({color, kCount, 4, MeshoptMode::kAttributes, MeshoptFilter::kQuaternion}).has_value());
}

}  // namespace
}  // namespace raypool
