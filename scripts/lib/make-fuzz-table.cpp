// Writes raytracer/materials/fuzz_table_data.cpp to standard output: light in a layer of unit thickness and density, of
// fibres along the normal that absorb nothing. Their directions are an SGGX distribution of microflakes (Heitz et al. 2015, "The
// SGGX Microflake Distribution") with the squared cross sections 1, 1 and sigma^2, and sigma is the squared roughness, as
// Zeltner et al. 2022 have it. What leaves upwards is fitted by the transformed cosine of greatest likelihood.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "raytracer/core/hash.h"
#include "raytracer/core/vec.h"
#include "raytracer/materials/fuzz_table.h"

namespace {

using namespace raypool;

struct Direction {
    double x, y, z;
};
Direction normalized(Direction d) {
    const double s = 1 / std::sqrt(d.x * d.x + d.y * d.y + d.z * d.z);
    return {d.x * s, d.y * s, d.z * s};
}

constexpr int kWalks = 120000;
constexpr size_t kFitSamples = 12000;

double crossSection(Direction w, double sigma) { return std::sqrt(w.x * w.x + w.y * w.y + sigma * sigma * w.z * w.z); }

/// Mirrored at a flake as w (towards where light comes from) sees them.
Direction scatter(Direction w, double sigma, Pcg32& random) {
    const Direction seen = normalized({w.x, w.y, sigma * w.z});
    const double z = 2 * double{random.nextFloat()} - 1, phi = 6.283185307179586 * double{random.nextFloat()}, r = std::sqrt(1 - z * z);
    const Direction n = normalized({seen.x + r * std::cos(phi), seen.y + r * std::sin(phi), seen.z + z});
    const Direction m = normalized({n.x, n.y, sigma * n.z});
    const double c = 2 * (w.x * m.x + w.y * m.y + w.z * m.z);
    return normalized({c * m.x - w.x, c * m.y - w.y, c * m.z - w.z});
}

struct Node {
    double reflectance = 0;
    std::vector<Direction> leaving;   // some of them
};

Node simulate(double cosine, double sigma, Pcg32& random) {
    Node node;
    const Direction wo{std::sqrt(1 - cosine * cosine), 0, cosine};
    // The first flake is met for certain, and the result weighted by the chance of that.
    const double chance = 1 - std::exp(-crossSection(wo, sigma) / cosine);
    int up = 0;
    for (int i = 0; i < kWalks; ++i) {
        Direction d{-wo.x, -wo.y, -wo.z};
        double height = 1 - -std::log(1 - chance * double{random.nextFloat()}) / crossSection(wo, sigma) * cosine;
        while (true) {
            d = scatter({-d.x, -d.y, -d.z}, sigma, random);
            height += d.z * -std::log(1 - double{random.nextFloat()}) / crossSection(d, sigma);
            if (height >= 1) {
                ++up;
                if (node.leaving.size() < kFitSamples) node.leaving.push_back(d);
                break;
            }
            // Also when a flake is met that has no direction.
            if (!(height > 0)) break;
        }
    }
    node.reflectance = chance * up / kWalks;
    return node;
}

/// Mean logarithm of the density, less what does not depend on the transform.
double likelihood(const std::vector<Direction>& directions, double a, double b) {
    double sum = 0;
    for (const Direction& d : directions) {
        const double x = a * d.x + b * d.z, y = a * d.y;
        sum -= 2 * std::log(x * x + y * y + d.z * d.z);
    }
    return sum / static_cast<double>(directions.size()) + 2 * std::log(a);
}

/// Compass search from a and b.
void fit(const std::vector<Direction>& directions, double& a, double& b) {
    double best = likelihood(directions, a, b);
    for (double step = 0.2; step > 1e-5;) {
        const double tries[4][2] = {{a * (1 + step), b}, {a / (1 + step), b}, {a, b + step * a}, {a, b - step * a}};
        bool better = false;
        for (const auto& t : tries) {
            const double l = likelihood(directions, t[0], t[1]);
            if (l > best) {
                best = l;
                a = t[0];
                b = t[1];
                better = true;
            }
        }
        if (!better) step /= 2;
    }
}

uint16_t unit(double x) { return static_cast<uint16_t>(std::clamp(std::floor(x * 65535 + 0.5), 0.0, 65535.0)); }

}  // namespace

int main() {
    static FuzzNode nodes[kFuzzRoughnesses][kFuzzCosines];
    for (int c = 0; c < kFuzzCosines; ++c) {
        // The last node stands for the limit; rays along the surface never end.
        const double root = double(c) / (kFuzzCosines - 1), cosine = std::max(root * root, 2e-4);
        double a = 1, b = 0;
        for (int r = kFuzzRoughnesses - 1; r >= 0; --r) {
            Pcg32 random(static_cast<uint64_t>(c * kFuzzRoughnesses + r));
            const double roughness = std::max(double(r) / (kFuzzRoughnesses - 1), 0.01);
            const Node node = simulate(cosine, roughness * roughness, random);
            // Where next to nothing leaves, the neighbour's shape will do.
            if (node.leaving.size() >= 300) fit(node.leaving, a, b);
            nodes[r][c] = {unit(node.reflectance), unit(a), unit(-b)};
            std::fprintf(stderr, "cosine %.4f roughness %.3f: %.5f a %.4f b %.4f (%zu)\n", cosine, roughness, node.reflectance, a, b, node.leaving.size());
        }
    }
    std::printf("// Made by scripts/make-fuzz-table; do not edit.\n#include \"raytracer/materials/fuzz_table.h\"\n\n"
                "namespace raypool {\n\nconst std::array<std::array<FuzzNode, kFuzzCosines>, kFuzzRoughnesses> kFuzzNodes{{\n");
    for (const auto& row : nodes) {
        std::printf("    {{");
        for (const FuzzNode& n : row) std::printf("{%d, %d, %d}, ", n.reflectance, n.a, n.minusB);
        std::printf("}},\n");
    }
    std::printf("}};\n\n}  // namespace raypool\n");
    return 0;
}
