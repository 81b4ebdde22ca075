// Files written into a text: data: URIs (RFC 2397) in base64 (RFC 4648, section 4) or percent-encoded.
#pragma once
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace raypool {

/// Does it begin with "data:"?
bool isDataUri(std::string_view text);
/// The bytes that a data: URI holds, or why it holds none. Takes memory for these bytes alone. Padding may be missing;
/// blanks and line ends in base64 are skipped.
std::expected<std::vector<uint8_t>, std::string> decodeDataUri(std::string_view uri);
/// "data:<media type>;base64,..."
std::string toDataUri(std::span<const uint8_t> bytes, std::string_view mediaType);
/// What a picture, mesh or model is, by its first bytes; "application/octet-stream" for all else.
std::string_view mediaTypeOf(std::span<const uint8_t> bytes);
/// Bytes of a text with %XX; a % without two hexadecimal digits behind stands for itself.
std::string decodePercent(std::string_view text);

}  // namespace raypool
