#pragma once

namespace CLI {
class App;
}

namespace raypool::cli {

/// `raypool bench rays`: what the library's ray queries cost, on a mesh and rays from files or of the standard workload.
void addBenchCommand(CLI::App& app, int& result);

}  // namespace raypool::cli
