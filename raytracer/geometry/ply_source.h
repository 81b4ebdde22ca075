// The data of PLY files, number by number: one way to read texts, one for bytes in either order.
#pragma once
#include <bit>
#include <cstring>
#include <span>

#include "raytracer/geometry/mesh_text.h"
#include "raytracer/geometry/ply_header.h"

namespace raypool {

/// Numbers between blanks. All readers return false at the end of the file, and where there is no such number.
class PlyText {
public:
    PlyText(std::string_view file, size_t start) : file_(file), at_(file.data() + start) {}

    /// What a number takes at least: a digit and a blank.
    static constexpr uint64_t minimumBytes(PlyType) { return 2; }
    /// Bytes that are left; and the blank that the last number may lack.
    uint64_t left() const { return static_cast<uint64_t>(end() - at_) + 1; }

    bool number(PlyType, float& value) {
        skipBlanks();
        return finish(parseFloat(at_, end(), value));
    }
    bool integer(PlyType, int64_t& value) {
        skipBlanks();
        const auto [behind, error] = std::from_chars(at_, end(), value);
        return finish(error == std::errc() ? behind : nullptr);
    }
    bool skip(PlyType, uint64_t count) {
        for (; count > 0; --count) {
            skipBlanks();
            if (at_ == end()) return false;
            while (at_ != end() && !isBlank(*at_)) ++at_;
        }
        return true;
    }
    /// A problem with what stands here.
    std::unexpected<Diagnostics> fail(std::string message) const {
        return failureAt(file_, static_cast<size_t>(at_ - file_.data()), std::move(message));
    }
    std::unexpected<Diagnostics> failToRead(const std::string& what) {
        skipBlanks();
        if (at_ == end()) return fail("the file ends before " + what);
        return fail("expected " + what + ", found " + quotedWord(file_, static_cast<size_t>(at_ - file_.data())));
    }

private:
    static bool isBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
    const char* end() const { return file_.data() + file_.size(); }
    void skipBlanks() {
        while (at_ != end() && isBlank(*at_)) ++at_;
    }
    bool finish(const char* behind) {
        if (!behind || (behind != end() && !isBlank(*behind))) return false;
        at_ = behind;
        return true;
    }

    std::string_view file_;
    const char* at_;
};

template <std::endian kOrder>
class PlyBinary {
public:
    PlyBinary(std::string_view file, size_t start) : file_(file), at_(start) {}

    static constexpr uint64_t minimumBytes(PlyType type) { return sizeOf(type); }
    uint64_t left() const { return file_.size() - at_; }

    bool number(PlyType type, float& value) {
        if (left() < sizeOf(type)) return false;
        switch (type) {
            case PlyType::kFloat32: value = std::bit_cast<float>(take<uint32_t>()); return true;
            case PlyType::kFloat64: value = static_cast<float>(std::bit_cast<double>(take<uint64_t>())); return true;
            default: value = static_cast<float>(takeInteger(type)); return true;
        }
    }
    bool integer(PlyType type, int64_t& value) {
        if (left() < sizeOf(type)) return false;
        value = takeInteger(type);
        return true;
    }
    bool skip(PlyType type, uint64_t count) {
        if (count > left() / sizeOf(type)) return false;
        at_ += static_cast<size_t>(count) * sizeOf(type);
        return true;
    }
    std::unexpected<Diagnostics> fail(const std::string& message) const {
        return failure(message + ", at byte " + std::to_string(at_));
    }
    std::unexpected<Diagnostics> failToRead(const std::string& what) const {
        return fail("the file ends before " + what);
    }

private:
    template <class Unsigned>
    Unsigned take() {
        Unsigned bits;
        std::memcpy(&bits, file_.data() + at_, sizeof bits);
        at_ += sizeof bits;
        if constexpr (kOrder != std::endian::native) bits = std::byteswap(bits);
        return bits;
    }
    int64_t takeInteger(PlyType type) {
        switch (type) {
            case PlyType::kInt8: return static_cast<int8_t>(take<uint8_t>());
            case PlyType::kUint8: return take<uint8_t>();
            case PlyType::kInt16: return static_cast<int16_t>(take<uint16_t>());
            case PlyType::kUint16: return take<uint16_t>();
            case PlyType::kInt32: return static_cast<int32_t>(take<uint32_t>());
            default: return take<uint32_t>();
        }
    }

    std::string_view file_;
    size_t at_;
};

}  // namespace raypool
