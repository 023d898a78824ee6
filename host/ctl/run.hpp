#pragma once
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/base/settings.hpp"
#include "host/ctl/words.hpp"
#include "host/http/message.hpp"

namespace herald::ctl {

/// Opens the data in this process and answers admin requests; called only while no daemon listens. What keeps
/// it open lives in the returned handler. Fails when the data cannot be opened or is in use.
using LocalServer = std::function<Result<http::Handler>(const Settings&)>;

/// A command that this process carries out itself, server or none, e.g. `config check`. [value]
struct OwnCommand {
  Grammar grammar{};
  /// A JSON object, reported as a server's answer would be.
  Result<std::string> (*run)(const Words& words, const Settings& settings){nullptr};
};

/// What a process is started with, and where it writes.
struct Invocation {
  std::vector<std::string> args{};         ///< without the program's name
  std::vector<std::string> environment{};  ///< `NAME=value`
  std::ostream& out;
  std::ostream& err;
};

inline constexpr int kOk = 0;
inline constexpr int kRefused = 1;      ///< the server said no, or a verification found something
inline constexpr int kUsage = 2;        ///< the command line or the configuration is wrong
inline constexpr int kUnreachable = 3;  ///< no server answered

/// Runs one command and returns the exit code. `settings` knows the keys (host/app/settings_table.hpp) and
/// must have data.dir; file, environment and --set are read into it here. [one thread]
int run(const Invocation& invocation, Settings settings, const LocalServer& make_local,
        std::span<const OwnCommand> own = {});

}  // namespace herald::ctl
