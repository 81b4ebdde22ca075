#include "raytracer/geometry/triangulate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace raypool {
namespace {

using Outline = std::vector<glm::dvec2>;

double areaOf(const Outline& outline) {
    double sum = 0;
    for (size_t i = 0; i < outline.size(); ++i) {
        const auto p = outline[i], q = outline[(i + 1) % outline.size()];
        sum += p.x * q.y - p.y * q.x;
    }
    return sum / 2;
}

/// Triangulates the outline in a tilted plane and expects a cover without overlap: n - 2 triangles that all turn the
/// outline's way, and have its area together. Returns the number of triangles without area.
int expectCovered(const Outline& outline, dvec3 u, dvec3 v, dvec3 origin) {
    std::vector<vec3> positions;
    for (const auto p : outline) positions.emplace_back(origin + u * p.x + v * p.y);
    std::vector<uint32_t> polygon(outline.size()), indices;
    std::iota(polygon.begin(), polygon.end(), 0U);
    Triangulator triangulator;
    EXPECT_TRUE(triangulator.add(polygon, positions, indices));
    EXPECT_EQ(indices.size(), 3 * (outline.size() - 2));
    const dvec3 normal = glm::normalize(cross(u, v));
    double sum = 0;
    int flat = 0;
    const double area = areaOf(outline), tolerance = 1e-5 * area;
    for (size_t t = 0; t < indices.size(); t += 3) {
        const dvec3 a(positions[indices[t]]), b(positions[indices[t + 1]]), c(positions[indices[t + 2]]);
        const double signedArea = dot(cross(b - a, c - a), normal) / 2;
        EXPECT_GT(signedArea, -tolerance) << t / 3;
        flat += signedArea < 1e-9 * area;
        sum += std::abs(signedArea);
    }
    EXPECT_NEAR(sum, area, tolerance);
    return flat;
}

/// In several planes, among them the axes' both ways.
int expectCovered(const Outline& outline) {
    const dvec3 x(1, 0, 0), y(0, 1, 0), z(0, 0, 1), far(0.5, -0.25, 0.75);
    const dvec3 planes[][2] = {{x, y}, {y, x}, {y, z}, {z, y}, {z, x}, {x, z}};
    int flat = 0;
    for (const auto& [u, v] : planes) flat += expectCovered(outline, u, v, far);
    const dvec3 w = glm::normalize(dvec3(1, 2, -3)), s = glm::normalize(cross(w, dvec3(0, 1, 0)));
    return flat + expectCovered(outline, s, cross(w, s), far);
}

TEST(Triangulate, ConvexPolygonsAreFans) {
    const std::vector<vec3> square = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {0, 0, 5}};
    std::vector<uint32_t> indices;
    EXPECT_TRUE(Triangulator().add(std::vector<uint32_t>{3, 0, 1, 2}, square, indices));
    EXPECT_EQ(indices, (std::vector<uint32_t>{3, 0, 1, 3, 1, 2}));
    // Appended, and a triangle as it is.
    EXPECT_TRUE(Triangulator().add(std::vector<uint32_t>{4, 2, 0}, square, indices));
    EXPECT_EQ(indices, (std::vector<uint32_t>{3, 0, 1, 3, 1, 2, 4, 2, 0}));
    Outline circle;
    for (int i = 0; i < 40; ++i) circle.emplace_back(std::cos(i * 0.157), std::sin(i * 0.157));
    expectCovered(circle);
}

TEST(Triangulate, ConcaveQuadFromEveryCorner) {
    const Outline dart = {{0, 0}, {2, 1}, {0, 2}, {0.5, 1}};
    for (size_t start = 0; start < 4; ++start) {
        Outline turned;
        for (size_t i = 0; i < 4; ++i) turned.push_back(dart[(start + i) % 4]);
        expectCovered(turned);
    }
}

TEST(Triangulate, LettersCombsAndSpirals) {
    expectCovered({{0, 0}, {3, 0}, {3, 1}, {1, 1}, {1, 3}, {0, 3}});                   // L
    expectCovered({{0, 0}, {3, 0}, {3, 3}, {2, 3}, {2, 1}, {1, 1}, {1, 3}, {0, 3}});   // U
    expectCovered({{0, 0}, {4, 0}, {4, 3}, {2, 1}, {0, 3}, {0.0, 1.5}});               // with a corner on an edge
    Outline comb = {{0, -1}, {200, -1}};
    for (int i = 100; i-- > 0;) comb.insert(comb.end(), {{2 * i + 1.9, 0}, {2 * i + 1, 10}, {2 * i + 0.1, 0}});
    expectCovered(comb);
    Outline spiral;
    for (int i = 0; i <= 60; ++i) spiral.emplace_back((1 + i) * std::cos(i * 0.3), (1 + i) * std::sin(i * 0.3));
    for (int i = 60; i >= 0; --i) spiral.emplace_back((3 + i) * std::cos(i * 0.3), (3 + i) * std::sin(i * 0.3));
    std::reverse(spiral.begin(), spiral.end());
    expectCovered(spiral);
}

TEST(Triangulate, HoleWithACut) {
    expectCovered({{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}, {1, 1}, {1, 3}, {3, 3}, {3, 1}, {1, 1}});
}

TEST(Triangulate, RandomStars) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> radius(0.1, 1), jitter(0.1, 0.9);
    for (int round = 0; round < 200; ++round) {
        const int n = 4 + round % 37;
        Outline star;
        for (int i = 0; i < n; ++i) {
            const double angle = (i + jitter(random)) / n * 6.283185307, r = radius(random);
            star.emplace_back(r * std::cos(angle), r * std::sin(angle));
        }
        // Of four random directions one may be on the other side, and the origin outside; the outline stays simple.
        if (areaOf(star) > 0.05) expectCovered(star);
    }
}

TEST(Triangulate, NoCornerIsLeftInAnEdge) {
    // Fans from most corners would make a triangle of the three in line, and another one with its long edge.
    const Outline square = {{0, 0}, {1, 0}, {2, 0}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};
    for (size_t start = 0; start < square.size(); ++start) {
        Outline turned;
        for (size_t i = 0; i < square.size(); ++i) turned.push_back(square[(start + i) % square.size()]);
        EXPECT_EQ(expectCovered(turned), 0) << start;
    }
}

TEST(Triangulate, WhatIsNoSimplePolygonEndsToo) {
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        const uint32_t n = 4 + static_cast<uint32_t>(round) % 60;
        std::vector<vec3> positions;
        std::vector<uint32_t> polygon, indices;
        for (uint32_t i = 0; i < n; ++i) {
            // Coarse, so that many coincide or lie in a line; or all of them.
            const auto coordinate = [&] { return round % 5 == 0 ? 0.0F : static_cast<float>(random() % 4); };
            positions.emplace_back(static_cast<float>(random() % 4), coordinate(), coordinate());
            polygon.push_back(static_cast<uint32_t>(random() % (i + 1)));
        }
        EXPECT_TRUE(Triangulator().add(polygon, positions, indices));
        EXPECT_EQ(indices.size(), 3 * (n - 2));
        for (const uint32_t index : indices) EXPECT_LT(index, n);
    }
}

TEST(Triangulate, WorkIsBounded) {
    std::vector<vec3> positions;
    std::vector<uint32_t> polygon, indices = {9};
    for (uint32_t i = 0; i < 1000; ++i) {
        const float angle = static_cast<float>(i) * 0.00628F, r = i % 2 == 0 ? 1.0F : 0.9F;
        positions.emplace_back(r * std::cos(angle), r * std::sin(angle), 0);
        polygon.push_back(i);
    }
    Triangulator little(10'000);
    EXPECT_FALSE(little.add(polygon, positions, indices));
    EXPECT_EQ(indices, std::vector<uint32_t>{9});
    EXPECT_TRUE(Triangulator().add(polygon, positions, indices));
    EXPECT_EQ(indices.size(), 1 + 3 * 998U);
}

TEST(Triangulate, NewellNormalIsTwiceTheArea) {
    const std::vector<vec3> positions = {{5, 5, 7}, {8, 5, 7}, {8, 9, 7}, {5, 9, 7}};
    EXPECT_EQ(newellNormal(std::vector<uint32_t>{0, 1, 2, 3}, positions), dvec3(0, 0, 24));
    EXPECT_EQ(newellNormal(std::vector<uint32_t>{2, 1, 0}, positions), dvec3(0, 0, -12));
    EXPECT_EQ(newellNormal(std::vector<uint32_t>{1, 1, 1}, positions), dvec3(0));
}

}  // namespace
}  // namespace raypool
