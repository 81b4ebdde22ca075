// Radiance's picture format (G. Ward, "Real Pixels", Graphics Gems II, 1991; filefmts.pdf and color.c of Radiance): a
// text header, then rows of RGBE - three mantissas and a common exponent - plain or with run lengths.
#include <algorithm>
#include <bit>
#include <climits>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "raytracer/image/codec.h"
#include "raytracer/image/limits.h"

namespace raypool {
namespace {

constexpr size_t kMaxHeader = 1 << 16;

struct TextReader {
    std::span<const uint8_t> file;
    size_t at = 0;

    size_t left() const { return file.size() - at; }
    /// A line without its end; false where the file ends before it.
    bool line(std::string_view& out) {
        const auto begin = file.begin() + static_cast<ptrdiff_t>(at);
        const auto end =
            std::find(begin, file.begin() + static_cast<ptrdiff_t>(std::min(file.size(), at + kMaxHeader)), '\n');
        if (end == file.end() || *end != '\n') return false;
        out = {reinterpret_cast<const char*>(file.data()) + at, static_cast<size_t>(end - begin)};
        if (out.ends_with('\r')) out.remove_suffix(1);
        at += static_cast<size_t>(end - begin) + 1;
        return true;
    }
};

struct Rgbe {
    uint8_t r, g, b, e;
};

/// A row of the newer encoding: each of the four components by itself. The four bytes before have been read.
bool readComponents(TextReader& in, std::span<Rgbe> row) {
    uint8_t Rgbe::*const components[] = {&Rgbe::r, &Rgbe::g, &Rgbe::b, &Rgbe::e};
    for (const auto component : components) {
        for (size_t x = 0; x < row.size();) {
            if (in.left() < 2) return false;
            const uint8_t code = in.file[in.at++];
            const bool isRun = code > 128;
            const size_t count = isRun ? code - 128U : code;
            if (count == 0 || count > row.size() - x || in.left() < (isRun ? 1 : count)) return false;
            for (size_t i = 0; i < count; ++i) row[x + i].*component = in.file[in.at + (isRun ? 0 : i)];
            in.at += isRun ? 1 : count;
            x += count;
        }
    }
    return true;
}

/// A row of plain pixels, where 1 1 1 n repeats the one before n times, n being further digits to base 256 if that
/// follows upon itself.
bool readPixels(TextReader& in, std::span<Rgbe> row) {
    unsigned shift = 0;
    for (size_t x = 0; x < row.size();) {
        if (in.left() < 4) return false;
        const uint8_t* p = &in.file[in.at];
        const Rgbe pixel{p[0], p[1], p[2], p[3]};
        in.at += 4;
        if (pixel.r == 1 && pixel.g == 1 && pixel.b == 1) {
            if (x == 0 || shift > 24) return false;
            const size_t count = size_t{pixel.e} << shift;
            if (count > row.size() - x) return false;
            std::fill_n(row.begin() + static_cast<ptrdiff_t>(x), count, row[x - 1]);
            x += count;
            shift += 8;
        } else {
            row[x++] = pixel;
            shift = 0;
        }
    }
    return true;
}

bool readRow(TextReader& in, std::span<Rgbe> row) {
    const uint8_t* p = in.file.data() + in.at;
    // Rows that are too short or too long for the newer encoding's header are plain.
    if (row.size() >= 8 && row.size() < 32768 && in.left() >= 4 && p[0] == 2 && p[1] == 2 && p[2] < 128) {
        if ((size_t{p[2]} << 8 | p[3]) != row.size()) return false;
        in.at += 4;
        return readComponents(in, row);
    }
    return readPixels(in, row);
}

/// Of one line of the file: which axis is walked along, how far, and whether against it. -Y, +X: from the top, from the left.
struct Walk {
    char axis = 'X';
    bool isBackward = false;
    uint32_t length = 0;
};
/// "-Y 512 +X 1024": rows from the top, in each the columns from the left. Any other order of the axes and any signs turn or
/// mirror the picture.
bool readSize(std::string_view line, Walk& lines, Walk& within) {
    const std::string text(line.substr(0, line.find_last_not_of(" \t") + 1));
    const char* at = text.c_str();
    for (Walk* walk : {&lines, &within}) {
        while (*at == ' ' || *at == '\t') ++at;
        if ((at[0] != '-' && at[0] != '+') || (at[1] != 'X' && at[1] != 'Y') || at[2] != ' ') return false;
        walk->axis = at[1];
        walk->isBackward = at[0] == (walk->axis == 'X' ? '-' : '+');
        char* end = nullptr;
        const long long length = std::strtoll(at + 3, &end, 10);
        if (end == at + 3 || length <= 0 || length > INT_MAX) return false;
        walk->length = static_cast<uint32_t>(length);
        at = end;
    }
    return *at == '\0' && lines.axis != within.axis;
}

/// 2^(e - 136): the mantissa's eight bits are a fraction, and the exponent has a bias of 128. Exact: even its least
/// value is no denormal when multiplied in double.
double scaleOf(uint8_t exponent) {
    return exponent == 0 ? 0 : std::bit_cast<double>((uint64_t{exponent} - 136 + 1023) << 52);
}

std::string readHeader(TextReader& in, double& exposure) {
    std::string_view line;
    if (!in.line(line) || !(line.starts_with("#?RADIANCE") || line.starts_with("#?RGBE")))
        return "not a Radiance HDR file";
    while (true) {
        if (in.at > kMaxHeader || !in.line(line)) return "the HDR file is damaged: its header does not end";
        if (line.empty()) return {};
        if (line.starts_with("FORMAT=") && line != "FORMAT=32-bit_rle_rgbe") {
            return "the HDR file is not in RGB: " + std::string(line.substr(0, 60));
        }
        if (line.starts_with("EXPOSURE=")) {  // the product of all such lines is what the pixels were multiplied by
            const double factor = std::strtod(std::string(line.substr(9)).c_str(), nullptr);
            if (!(factor > 1e-30 && factor < 1e30)) return "the HDR file is damaged: bad EXPOSURE";
            exposure *= factor;
        }
    }
}

/// The nearest RGBE. What the format can't hold - negative values, NaN - becomes black, what is too bright the
/// brightest.
Rgbe toRgbe(const float* rgb) {
    constexpr double kMax = 255 * 0x1p119;  // the largest mantissa and exponent: 2^(255 - 136)
    double channel[3];
    for (size_t c = 0; c < 3; ++c) channel[c] = rgb[c] > 0 ? std::min(double{rgb[c]}, kMax) : 0;
    const double most = std::max({channel[0], channel[1], channel[2]});
    int exponent = 0;
    std::frexp(most, &exponent);                                         // most < 2^exponent
    if (std::lround(std::ldexp(most, 8 - exponent)) == 256) ++exponent;  // rounds up to the next power
    if (most == 0 || exponent + 128 <= 0) return {0, 0, 0, 0};
    const auto mantissa = [&](double value) {
        return static_cast<uint8_t>(std::lround(std::ldexp(value, 8 - exponent)));
    };
    return {mantissa(channel[0]), mantissa(channel[1]), mantissa(channel[2]), static_cast<uint8_t>(exponent + 128)};
}

/// Runs of four and more are coded as such; everything else as it is.
void appendComponent(Bytes& out, std::span<const Rgbe> row, uint8_t Rgbe::*component) {
    size_t x = 0;
    const auto runAt = [&](size_t from) {
        size_t end = from + 1;
        while (end < row.size() && end - from < 127 && row[end].*component == row[from].*component) ++end;
        return end - from;
    };
    while (x < row.size()) {
        if (const size_t run = runAt(x); run >= 4) {
            out.push_back(static_cast<uint8_t>(128 + run));
            out.push_back(row[x].*component);
            x += run;
            continue;
        }
        const size_t begin = x;
        while (x < row.size() && x - begin < 128 && runAt(x) < 4) ++x;
        out.push_back(static_cast<uint8_t>(x - begin));
        for (size_t i = begin; i < x; ++i) out.push_back(row[i].*component);
    }
}

}  // namespace

std::expected<ImageF, std::string> decodeHdr(std::span<const uint8_t> file) {
    TextReader in{file};
    double exposure = 1;
    if (auto problem = readHeader(in, exposure); !problem.empty()) return std::unexpected(std::move(problem));
    std::string_view line;
    Walk lines, within;
    if (!in.line(line) || !readSize(line, lines, within)) {
        return std::unexpected(
            "the HDR file's size and orientation can't be read (\"-Y height +X width\" is expected)");
    }
    if (auto problem = checkSize(within.length, lines.length); !problem.empty()) return std::unexpected(std::move(problem));
    // Runs of at most 127 times four components (the newer encoding), or of any length (the older one).
    if (in.left() / 4 < lines.length) return std::unexpected("the HDR file is cut off");
    const bool areRows = lines.axis == 'Y';
    ImageF image{areRows ? within.length : lines.length, areRows ? lines.length : within.length, 3, {}};
    // It grows with what is read, so that a small file can't take much memory.
    std::vector<Rgbe> row(within.length);
    for (uint32_t y = 0; y < lines.length; ++y) {
        if (!readRow(in, row)) return std::unexpected("the HDR file is damaged or cut off in row " + std::to_string(y));
        for (const Rgbe pixel : row) {
            const double scale = scaleOf(pixel.e) / exposure;
            for (const uint8_t mantissa : {pixel.r, pixel.g, pixel.b}) {
                image.data.push_back(static_cast<float>(mantissa * scale));
            }
        }
    }
    if (areRows && !lines.isBackward && !within.isBackward) return image;
    const std::vector<float> walked = std::move(image.data);
    image.data.resize(walked.size());
    for (uint32_t i = 0; i < lines.length; ++i) {
        const size_t across = lines.isBackward ? lines.length - 1 - i : i;
        for (uint32_t k = 0; k < within.length; ++k) {
            const size_t place = within.isBackward ? within.length - 1 - k : k;
            const size_t pixel = areRows ? across * within.length + place : place * lines.length + across;
            std::copy_n(&walked[(size_t{i} * within.length + k) * 3], 3, &image.data[pixel * 3]);
        }
    }
    return image;
}

Bytes encodeHdr(uint32_t width, uint32_t height, std::span<const float> rgb) {
    const std::string header =
        "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y " + std::to_string(height) + " +X " + std::to_string(width) + "\n";
    Bytes out(header.begin(), header.end());
    std::vector<Rgbe> row(width);
    for (uint32_t y = 0; y < height; ++y) {
        for (uint32_t x = 0; x < width; ++x) row[x] = toRgbe(&rgb[(size_t{y} * width + x) * 3]);
        if (width < 8 || width >= 32768) {
            for (const Rgbe pixel : row) out.insert(out.end(), {pixel.r, pixel.g, pixel.b, pixel.e});
            continue;
        }
        out.insert(out.end(), {2, 2, static_cast<uint8_t>(width >> 8), static_cast<uint8_t>(width & 255)});
        for (uint8_t Rgbe::*const component : {&Rgbe::r, &Rgbe::g, &Rgbe::b, &Rgbe::e})
            appendComponent(out, row, component);
    }
    return out;
}

}  // namespace raypool
