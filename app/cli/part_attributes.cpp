#include "app/cli/part_attributes.h"

#include <cstdlib>

namespace raypool::cli {
namespace {

constexpr const char *kSeed = "raypool:seed", *kBegin = "raypool:sampleBegin", *kEnd = "raypool:sampleEnd";

std::optional<std::string> text(const ExrImage& image, std::string_view name) {
    for (const auto& [key, value] : image.attributes) {
        if (key != name) continue;
        if (const auto* string = std::get_if<std::string>(&value)) return *string;
    }
    return std::nullopt;
}

}  // namespace

void addAttributes(ExrImage& image, const PartAttributes& attributes) {
    // As text: a seed has 64 bits.
    image.attributes.emplace_back("software", "raypool");
    image.attributes.emplace_back(kSeed, std::to_string(attributes.seed.value_or(0)));
    image.attributes.emplace_back(kBegin, std::to_string(attributes.sampleBegin));
    image.attributes.emplace_back(kEnd, std::to_string(attributes.sampleEnd));
}

PartAttributes partAttributes(const ExrImage& image) {
    const auto seed = text(image, kSeed), begin = text(image, kBegin), end = text(image, kEnd);
    if (!seed || !begin || !end) return {};
    const auto number = [](const std::string& digits) { return std::strtoull(digits.c_str(), nullptr, 10); };
    return {number(*seed), static_cast<uint32_t>(number(*begin)), static_cast<uint32_t>(number(*end))};
}

bool shareSamples(const PartAttributes& a, const ExrImage& imageA, const PartAttributes& b, const ExrImage& imageB) {
    if (!a.seed || !b.seed || *a.seed != *b.seed) return false;
    if (a.sampleBegin >= b.sampleEnd || b.sampleBegin >= a.sampleEnd) return false;
    const auto apart = [](int64_t from, int64_t size, int64_t otherFrom, int64_t otherSize) {
        return from >= otherFrom + otherSize || otherFrom >= from + size;
    };
    return !apart(imageA.x, imageA.width, imageB.x, imageB.width) &&
           !apart(imageA.y, imageA.height, imageB.y, imageB.height);
}

}  // namespace raypool::cli
