#include "raytracer/scene/data_uri.h"

#include <algorithm>
#include <array>

namespace raypool {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kNoDigit = 255, kBlank = 254;

constexpr std::array<uint8_t, 256> valuesOfDigits() {
    std::array<uint8_t, 256> out{};
    out.fill(kNoDigit);
    for (size_t i = 0; i < kDigits.size(); ++i) out[static_cast<uint8_t>(kDigits[i])] = static_cast<uint8_t>(i);
    out['-'] = 62, out['_'] = 63;   // of the alphabet for URLs (section 5)
    for (const char c : {' ', '\t', '\r', '\n'}) out[static_cast<uint8_t>(c)] = kBlank;
    return out;
}
constexpr std::array<uint8_t, 256> kValues = valuesOfDigits();

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

char lowerCase(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool endsWithBase64(std::string_view head) {
    constexpr std::string_view kEnd = ";base64";
    return head.size() >= kEnd.size() && std::ranges::equal(head.substr(head.size() - kEnd.size()), kEnd, {}, lowerCase);
}

std::expected<std::vector<uint8_t>, std::string> decodeBase64(std::string_view text) {
    std::vector<uint8_t> out;
    out.reserve(text.size() / 4 * 3 + 2);
    uint32_t bits = 0;
    int digits = 0;   // since the last whole group of four
    size_t i = 0;
    for (; i < text.size() && text[i] != '='; ++i) {
        const uint8_t value = kValues[static_cast<uint8_t>(text[i])];
        if (value == kBlank) continue;
        if (value == kNoDigit) return std::unexpected("character " + std::to_string(i + 1) + " of its data is no base64");
        bits = bits << 6 | value;
        if (++digits < 4) continue;
        out.push_back(static_cast<uint8_t>(bits >> 16));
        out.push_back(static_cast<uint8_t>(bits >> 8));
        out.push_back(static_cast<uint8_t>(bits));
        bits = 0;
        digits = 0;
    }
    if (text.substr(i).find_first_not_of("= \t\r\n") != text.npos) return std::unexpected("its base64 data go on after their end");
    if (digits == 1) return std::unexpected("its base64 data are cut off");
    if (digits >= 2) out.push_back(static_cast<uint8_t>(bits >> (digits == 2 ? 4 : 10)));
    if (digits == 3) out.push_back(static_cast<uint8_t>(bits >> 2));
    return out;
}

}  // namespace

bool isDataUri(std::string_view text) { return std::ranges::equal(text.substr(0, 5), std::string_view("data:"), {}, lowerCase); }

std::string decodePercent(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low < 0) {
            out += text[i];
        } else {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return out;
}

std::expected<std::vector<uint8_t>, std::string> decodeDataUri(std::string_view uri) {
    const size_t comma = uri.find(',');
    if (!isDataUri(uri) || comma == uri.npos) return std::unexpected("it is no data: URI with a comma before its data");
    const std::string_view data = uri.substr(comma + 1);
    const bool isEscaped = data.find('%') != data.npos;
    if (endsWithBase64(uri.substr(0, comma))) return isEscaped ? decodeBase64(decodePercent(data)) : decodeBase64(data);
    const std::string plain = decodePercent(data);
    return std::vector<uint8_t>(plain.begin(), plain.end());
}

std::string toDataUri(std::span<const uint8_t> bytes, std::string_view mediaType) {
    std::string out = "data:" + std::string(mediaType) + ";base64,";
    out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
    for (size_t i = 0; i < bytes.size(); i += 3) {
        const size_t count = std::min<size_t>(3, bytes.size() - i);
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; ++k) bits = bits << 8 | (k < count ? bytes[i + k] : 0U);
        for (size_t k = 0; k < 4; ++k) out += k <= count ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

std::string_view mediaTypeOf(std::span<const uint8_t> bytes) {
    const std::string_view head(reinterpret_cast<const char*>(bytes.data()), std::min<size_t>(bytes.size(), 16));
    if (head.starts_with("\x89PNG")) return "image/png";
    if (head.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
    if (head.starts_with("#?RADIANCE") || head.starts_with("#?RGBE")) return "image/vnd.radiance";
    if (head.starts_with("\x76\x2F\x31\x01")) return "image/x-exr";
    if (head.starts_with("glTF")) return "model/gltf-binary";
    return "application/octet-stream";
}

}  // namespace raypool
