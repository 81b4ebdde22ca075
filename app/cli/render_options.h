#pragma once
#include <CLI/CLI.hpp>

#include "app/cli/commands.h"

namespace raypool::cli {

/// A file name with one of these endings.
CLI::Validator endsIn(std::vector<std::string> endings);

/// `raypool render` with all its options, read into `options`.
CLI::App* addRender(CLI::App& app, RenderOptions& options);

}  // namespace raypool::cli
