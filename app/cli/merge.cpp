// Parts of a picture - crops, ranges of samples, other seeds - as one picture: every pixel is the mean of its samples.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "app/cli/commands.h"
#include "app/cli/part_attributes.h"
#include "app/cli/picture.h"

namespace raypool::cli {
namespace {

constexpr const char* kSamples = "samples";

struct Part {
    std::string path;
    ExrImage image;  // with a channel "samples"
    PartAttributes attributes;
};

std::expected<Part, std::string> readPart(const std::string& path, std::optional<double> samples) {
    auto picture = readPicture(path);
    if (!picture) return std::unexpected(picture.error());
    if (picture->bytes) return std::unexpected(path + ": a part has to be an .exr, .pfm or .hdr");
    Part part{path, {}, {}};
    if (picture->exr) {
        part.image = std::move(*picture->exr);
        part.attributes = partAttributes(part.image);
    } else {
        part.image.width = part.image.fullWidth = picture->linear.width;
        part.image.height = part.image.fullHeight = picture->linear.height;
        addChannels(part.image, "", "RGB", picture->linear.data);
    }
    if (!part.image.find(kSamples)) {
        const std::vector<float> same(size_t{part.image.width} * part.image.height,
                                      static_cast<float>(samples.value_or(1)));
        addChannels(part.image, kSamples, "", same);
    }
    return part;
}

/// Values that no mean can be made of: those of the pixel's first part stay.
bool isOfFirst(const std::string& name) { return name == "Z" || name == "depth" || name.ends_with("Id"); }
bool isError(const std::string& name) { return name.starts_with("stderr"); }

/// Adds up one channel: weighted means, root of weighted squares for errors, sums for the number of samples.
std::vector<float> mergeChannel(const std::string& name, const std::vector<Part>& parts, const ExrImage& whole) {
    const size_t pixels = size_t{whole.width} * whole.height;
    std::vector<double> sum(pixels), weight(pixels);
    for (const Part& part : parts) {
        const ExrImage& image = part.image;
        const auto& values = image.find(name)->values;
        const auto& samples = image.find(kSamples)->values;
        for (uint32_t y = 0; y < image.height; ++y) {
            for (uint32_t x = 0; x < image.width; ++x) {
                const size_t source = size_t{y} * image.width + x;
                const double n = samples[source], value = values[source];
                const size_t target = (size_t{y} + static_cast<size_t>(image.y - whole.y)) * whole.width + x +
                                      static_cast<size_t>(image.x - whole.x);
                if (n == 0 || (isOfFirst(name) && weight[target] > 0))
                    continue;  // NaN where there is no sample does no harm
                sum[target] += name == kSamples ? value : isError(name) ? value * value * n * n : value * n;
                weight[target] += n;
            }
        }
    }
    std::vector<float> out(pixels);
    for (size_t i = 0; i < pixels; ++i) {
        if (weight[i] == 0) continue;
        out[i] =
            static_cast<float>(name == kSamples ? sum[i] : (isError(name) ? std::sqrt(sum[i]) : sum[i]) / weight[i]);
    }
    return out;
}

std::string problemOf(const std::vector<Part>& parts) {
    const ExrImage& first = parts[0].image;
    for (const Part& part : parts) {
        if (part.image.fullWidth != first.fullWidth || part.image.fullHeight != first.fullHeight) {
            return "the parts are of pictures of different sizes: " + parts[0].path + " and " + part.path;
        }
        for (const auto& channel : part.image.channels) {
            if (channel.name != kSamples) continue;
            for (const float n : channel.values) {
                if (!(n >= 0) || std::isinf(n)) return part.path + ": bad numbers of samples";
            }
        }
    }
    for (size_t i = 0; i < parts.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
            if (shareSamples(parts[i].attributes, parts[i].image, parts[j].attributes, parts[j].image)) {
                return parts[j].path + " and " + parts[i].path +
                       " hold the same samples; use another seed or --sample-range";
            }
        }
    }
    return {};
}

}  // namespace

int merge(const MergeOptions& options) {
    const std::string kind = extension(options.out);
    if (kind != "exr" && kind != "pfm" && kind != "hdr") {
        std::fprintf(stderr, "raypool: -o %s: the picture must be an .exr, .pfm or .hdr\n", options.out.c_str());
        return kWrongUsage;
    }
    if (!options.samples.empty() && options.samples.size() != options.parts.size()) {
        std::fprintf(stderr, "raypool: --samples needs one number for each part\n");
        return kWrongUsage;
    }
    std::vector<Part> parts;
    for (size_t i = 0; i < options.parts.size(); ++i) {
        auto part =
            readPart(options.parts[i], options.samples.empty() ? std::nullopt : std::optional(options.samples[i]));
        if (!part) {
            std::fprintf(stderr, "raypool: %s\n", part.error().c_str());
            return kBadInput;
        }
        parts.push_back(std::move(*part));
    }
    if (const auto problem = problemOf(parts); !problem.empty()) {
        std::fprintf(stderr, "raypool: %s\n", problem.c_str());
        return kBadInput;
    }

    // The smallest window with all of them.
    ExrImage whole;
    int64_t x1 = INT64_MIN, y1 = INT64_MIN;
    whole.x = whole.y = INT32_MAX;
    for (const Part& part : parts) {
        whole.x = std::min(whole.x, part.image.x);
        whole.y = std::min(whole.y, part.image.y);
        x1 = std::max(x1, part.image.x + int64_t{part.image.width});
        y1 = std::max(y1, part.image.y + int64_t{part.image.height});
    }
    whole.width = static_cast<uint32_t>(x1 - whole.x);
    whole.height = static_cast<uint32_t>(y1 - whole.y);
    whole.fullWidth = parts[0].image.fullWidth;
    whole.fullHeight = parts[0].image.fullHeight;
    for (const auto& channel : parts[0].image.channels) {
        if (std::ranges::all_of(parts, [&](const Part& part) { return part.image.find(channel.name); })) {
            whole.channels.push_back({channel.name, mergeChannel(channel.name, parts, whole)});
        }
    }
    if (!options.quiet) {
        double samples = 0;
        for (const float n : whole.find(kSamples)->values) samples += double{n};
        std::fprintf(stderr, "%s: %zu part%s, %u x %u pixels, %.6g samples a pixel\n", options.out.c_str(),
                     parts.size(), parts.size() == 1 ? "" : "s", whole.width, whole.height,
                     samples / static_cast<double>(size_t{whole.width} * whole.height));
    }
    if (kind == "exr") return writeOrSay(options.out, encodeExr(whole)) ? kDone : kFailed;
    const auto rgb = rgbOf(whole);
    if (!rgb) {
        std::fprintf(stderr, "raypool: %s\n", rgb.error().c_str());
        return kBadInput;
    }
    return writeLinear(options.out, *rgb) ? kDone : kFailed;
}

}  // namespace raypool::cli
