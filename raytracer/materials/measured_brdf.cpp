#include "raytracer/materials/measured_brdf.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "raytracer/core/elementary.h"

namespace raypool {
namespace {

uint64_t littleEndian(const uint8_t* bytes, int count) {
    uint64_t out = 0;
    for (int i = count - 1; i >= 0; --i) out = out << 8 | bytes[i];
    return out;
}

/// 1 - cos, without losing small angles: half vectors of a mirror-like surface lie within a thousandth of the normal.
float versine(float angle) {
    const float s = sin(angle / 2);
    return 2 * s * s;
}

uint32_t ringOf(float thetaH) {
    const float place = MeasuredBrdf::kThetaH * std::sqrt(thetaH / kHalfPi);
    return std::min(static_cast<uint32_t>(place), MeasuredBrdf::kThetaH - 1);
}

/// Two neighbours and how far it is to the second. Without a neighbour beyond the ends, the value there goes on.
struct Step {
    uint32_t low, high;
    float t;
};
Step between(float place, uint32_t count) {
    place = clamp(place - 0.5F, 0, static_cast<float>(count - 1));
    const auto low = std::min(static_cast<uint32_t>(place), count - 2);
    return {low, low + 1, place - static_cast<float>(low)};
}
/// The same where the end is the beginning.
Step around(float place, uint32_t count) {
    place -= 0.5F;
    if (place < 0) place += static_cast<float>(count);
    const auto low = std::min(static_cast<uint32_t>(place), count - 1);
    return {low, low + 1 == count ? 0 : low + 1, clamp(place - static_cast<float>(low), 0, 1)};
}

}  // namespace

Result<MeasuredBrdf> MeasuredBrdf::decode(std::span<const uint8_t> bytes) {
    constexpr size_t kHeader = 12, kSize = kHeader + size_t{3} * kEntries * 8;
    constexpr const char* kWhatItIs = "a .binary file of the MERL database: 90, 90 and 180 steps, 34,992,012 bytes";
    if (bytes.size() < kHeader) return failure("it is too short for a measured reflectance", kWhatItIs);
    constexpr uint32_t kCounts[3] = {kThetaH, kThetaD, kPhiD};
    for (size_t i = 0; i < 3; ++i) {
        const auto count = static_cast<uint32_t>(littleEndian(bytes.data() + 4 * i, 4));
        if (count != kCounts[i]) {
            return failure("count " + std::to_string(i + 1) + " of its steps is " + std::to_string(count) + ", not " + std::to_string(kCounts[i]), kWhatItIs);
        }
    }
    if (bytes.size() != kSize) {
        return failure("it has " + std::to_string(bytes.size()) + " bytes, not " + std::to_string(kSize), kWhatItIs);
    }
    MeasuredBrdf out;
    out.table_.resize(kEntries);
    std::vector<bool> isMissing(kEntries);
    constexpr double kScales[3] = {1.0 / 1500, 1.15 / 1500, 1.66 / 1500};
    const uint8_t* at = bytes.data() + kHeader;
    for (int channel = 0; channel < 3; ++channel) {
        for (size_t i = 0; i < kEntries; ++i, at += 8) {
            const auto value = static_cast<float>(std::bit_cast<double>(littleEndian(at, 8)) * kScales[channel]);
            const bool isGood = value >= 0 && value < 1e9F;   // false for what is not a number
            if (!isGood) isMissing[i] = true;
            (channel == 0 ? out.table_[i].r : channel == 1 ? out.table_[i].g : out.table_[i].b) = isGood ? value : 0;
        }
    }
    bool hasAny = false;
    for (uint32_t h = 0; h < kThetaH; ++h) {
        for (uint32_t d = 0; d < kThetaD; ++d) {
            for (uint32_t p = 0; p < kPhiD; ++p) {
                const size_t i = (size_t{h} * kThetaD + d) * kPhiD + p;
                hasAny = hasAny || !isMissing[i];
                if (isMissing[i]) out.table_[i] = d > 0 ? out.table_[i - kPhiD] : Rgb{};
            }
        }
    }
    if (!hasAny) return failure("none of its entries is a reflectance", kWhatItIs);
    out.limit_.fill(1);
    out.tabulateHalfVectors();
    out.tabulateAlbedo();
    return out;
}

Rgb MeasuredBrdf::lookUp(vec3 wo, vec3 wi) const {
    const vec3 sum = wo + wi;
    const float l2 = length2(sum);
    if (!(l2 > 1e-12F)) return {};
    const vec3 h = sum / std::sqrt(l2);
    const float sinH = std::sqrt(h.x * h.x + h.y * h.y);
    const float thetaH = atan2(sinH, h.z);
    // wi in the frame of h: turned by -phi_h about the normal, then by -theta_h about the y axis.
    const vec2 a = sinH > 0 ? vec2(h.x, h.y) / sinH : vec2(1, 0);
    const float x = a.x * wi.x + a.y * wi.y;
    const vec3 d(x * h.z - wi.z * sinH, a.x * wi.y - a.y * wi.x, dot(wi, h));
    const float thetaD = atan2(std::sqrt(d.x * d.x + d.y * d.y), d.z);
    float phiD = atan2(d.y, d.x);
    if (phiD < 0) phiD += kPi;

    const Step sh = between(kThetaH * std::sqrt(thetaH / kHalfPi), kThetaH), sd = between(kThetaD * thetaD / kHalfPi, kThetaD),
               sp = around(kPhiD * phiD / kPi, kPhiD);
    const auto alongPhi = [&](uint32_t ih, uint32_t id) {
        const Rgb* row = &table_[(size_t{ih} * kThetaD + id) * kPhiD];
        return lerp(sp.t, row[sp.low], row[sp.high]);
    };
    return lerp(sh.t, lerp(sd.t, alongPhi(sh.low, sd.low), alongPhi(sh.low, sd.high)), lerp(sd.t, alongPhi(sh.high, sd.low), alongPhi(sh.high, sd.high)));
}

float MeasuredBrdf::limit(float cosine) const {
    const float place = clamp(cosine, 0, 1) * kAlbedoSteps;
    const uint32_t low = std::min(static_cast<uint32_t>(place), kAlbedoSteps - 1);
    // The smaller one: nothing between two steps is let through that one of them would not.
    return std::min(limit_[low], limit_[low + 1]);
}

Rgb MeasuredBrdf::value(vec3 wo, vec3 wi) const {
    if (!(wo.z > 0) || !(wi.z > 0)) return {};
    return lookUp(wo, wi) * std::min(limit(wo.z), limit(wi.z));
}

Rgb MeasuredBrdf::albedo(float cosine) const {
    const float place = clamp(cosine, 0, 1) * kAlbedoSteps;
    const uint32_t low = std::min(static_cast<uint32_t>(place), kAlbedoSteps - 1);
    return lerp(place - static_cast<float>(low), albedo_[low], albedo_[low + 1]);
}

float MeasuredBrdf::halfVectorDensity(vec3 h) const {
    return density_[ringOf(atan2(std::sqrt(h.x * h.x + h.y * h.y), h.z))];
}

float MeasuredBrdf::pdf(vec3 wo, vec3 wi) const {
    if (!(wo.z > 0) || !(wi.z > 0)) return 0;
    const vec3 h = normalize(wo + wi);
    const float cosine = dot(wo, h);
    const float mirrored = cosine > 1e-6F ? halfVectorDensity(h) / (4 * cosine) : 0;
    return diffuseShare_ * wi.z * kInvPi + (1 - diffuseShare_) * mirrored;
}

bool MeasuredBrdf::sample(vec3 wo, float uChoice, vec2 u, vec3& wi) const {
    const SinCos phi = sinCos(kTwoPi * u.y);
    if (uChoice < diffuseShare_) {
        const float radius = std::sqrt(u.x);
        wi = {radius * phi.cos, radius * phi.sin, safeSqrt(1 - u.x)};
        return wi.z > 0;
    }
    const auto above = std::upper_bound(cumulative_.begin() + 1, cumulative_.end() - 1, u.x);
    const auto ring = static_cast<size_t>(above - cumulative_.begin()) - 1;
    const float chance = cumulative_[ring + 1] - cumulative_[ring];
    const float t = lerp(chance > 0 ? clamp((u.x - cumulative_[ring]) / chance, 0, kOneMinusEpsilon) : 0.5F, edge_[ring], edge_[ring + 1]);
    const float s = std::sqrt(t * (2 - t));
    const vec3 h(s * phi.cos, s * phi.sin, 1 - t);
    wi = h * (2 * dot(wo, h)) - wo;
    return wi.z > 0;
}

/// The chance of a ring goes by the mean reflectance there, of all theta_d and phi_d alike, times the ring's projected area.
void MeasuredBrdf::tabulateHalfVectors() {
    std::array<double, kThetaH> mean{};
    for (uint32_t h = 0; h < kThetaH; ++h) {
        double weights = 0;
        for (uint32_t d = 0; d < kThetaD; ++d) {
            const SinCos a = sinCos(kHalfPi * (static_cast<float>(d) + 0.5F) / kThetaD);
            double row = 0;
            for (uint32_t p = 0; p < kPhiD; ++p) row += double{luminance(table_[(size_t{h} * kThetaD + d) * kPhiD + p])};
            const double weight = double{a.sin} * double{a.cos};
            mean[h] += weight * row / kPhiD;
            weights += weight;
        }
        mean[h] /= weights;
    }
    for (uint32_t i = 0; i <= kThetaH; ++i) {
        const float root = static_cast<float>(i) / kThetaH;
        edge_[i] = versine(kHalfPi * root * root);
    }
    std::array<double, kThetaH> chance{};
    double sum = 0;
    for (uint32_t h = 0; h < kThetaH; ++h) {
        const double from = double{edge_[h]}, to = double{edge_[h + 1]};
        // The integral of the cosine over the ring, over pi: sin^2 = t (2 - t). The middle and the ends of it count: what lies
        // between two entries is as bright as the brighter one, nearly.
        const double brightest = std::max(mean[h], 0.5 * std::max(mean[h > 0 ? h - 1 : h], mean[h + 1 < kThetaH ? h + 1 : h]));
        chance[h] = std::max(brightest, 1e-12) * (to * (2 - to) - from * (2 - from));
        sum += chance[h];
    }
    double below = 0;
    for (uint32_t h = 0; h < kThetaH; ++h) {
        below += chance[h] / sum;
        cumulative_[h + 1] = h + 1 == kThetaH ? 1 : static_cast<float>(below);
    }
    for (uint32_t h = 0; h < kThetaH; ++h) {
        // Of the rounded numbers that sampling uses.
        density_[h] = static_cast<float>((double{cumulative_[h + 1]} - double{cumulative_[h]}) /
                                         (2 * 3.14159265358979323846 * (double{edge_[h + 1]} - double{edge_[h]})));
    }
    // What the surface reflects 50 degrees off its highlight is taken for its diffuse part.
    double total = 0, diffuse = 0;
    for (uint32_t h = 0; h < kThetaH; ++h) {
        const double part = double{edge_[h + 1]} - double{edge_[h]};
        total += mean[h] * part;
        diffuse += std::min(mean[h], mean[67]) * part;
    }
    diffuseShare_ = total > 0 ? static_cast<float>(std::clamp(diffuse / total, 0.1, 0.9)) : 0.9F;
    // Of GGX half of the half vectors lie within atan(alpha).
    size_t ring = 0;
    while (ring + 1 < kThetaH && cumulative_[ring + 1] < 0.5F) ++ring;
    const float root = (static_cast<float>(ring) + 0.5F) / kThetaH;
    const SinCos median = sinCos(std::min(kHalfPi * root * root, kPi / 4));
    roughness_ = std::sqrt(median.sin / median.cos);
}

/// By the sampling itself, with its points evenly spread: as sharp as the highlights are.
void MeasuredBrdf::tabulateAlbedo() {
    constexpr int kSide = 24;
    for (uint32_t i = 0; i <= kAlbedoSteps; ++i) {
        const float cosine = std::max(static_cast<float>(i) / kAlbedoSteps, 1e-3F);
        const vec3 wo(safeSqrt(1 - cosine * cosine), 0, cosine);
        double sums[3]{};
        for (int part = 0; part < 2; ++part) {
            const float choice = part == 0 ? 0 : kOneMinusEpsilon;
            const double share = part == 0 ? double{diffuseShare_} : 1 - double{diffuseShare_};
            for (int y = 0; y < kSide; ++y) {
                for (int x = 0; x < kSide; ++x) {
                    vec3 wi;
                    const vec2 u((static_cast<float>(x) + 0.5F) / kSide, (static_cast<float>(y) + 0.5F) / kSide);
                    if (!sample(wo, choice, u, wi)) continue;
                    const float density = pdf(wo, wi);
                    if (!(density > 0)) continue;
                    const Rgb f = lookUp(wo, wi) * (wi.z / density);
                    sums[0] += share * double{f.r};
                    sums[1] += share * double{f.g};
                    sums[2] += share * double{f.b};
                }
            }
        }
        constexpr double kCount = kSide * kSide;
        albedo_[i] = {static_cast<float>(sums[0] / kCount), static_cast<float>(sums[1] / kCount), static_cast<float>(sums[2] / kCount)};
    }
    // Two per cent for what the quadrature does not know.
    for (uint32_t i = 0; i <= kAlbedoSteps; ++i) {
        const float most = maxComponent(albedo_[i]);
        limit_[i] = most > 0.98F ? 0.98F / most : 1;
        albedo_[i] *= limit_[i];
    }
}

}  // namespace raypool
