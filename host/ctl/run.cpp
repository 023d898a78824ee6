#include "host/ctl/run.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <span>
#include <utility>

#include "host/base/clock.hpp"
#include "host/ctl/command.hpp"
#include "host/ctl/export_check.hpp"
#include "host/ctl/export_journal.hpp"
#include "host/ctl/first_key.hpp"
#include "host/ctl/options.hpp"
#include "host/ctl/reach.hpp"
#include "host/ctl/report.hpp"
#include "host/ctl/words.hpp"

namespace herald::ctl {
namespace {

constexpr std::array<std::string_view, 2> kVerifyOptions{"--export", "--key"};
constexpr std::array<std::string_view, 1> kVerifyNeeds{"--export"};
constexpr Grammar kVerifyFile{"audit verify", "", kVerifyOptions, kVerifyNeeds};
constexpr std::array<std::string_view, 1> kExportOptions{"--out"};
constexpr Grammar kExport{"audit export", "", kExportOptions, {}};
constexpr Grammar kFirstKey{"apikey first", "", {}, {}};

/// `audit verify --export FILE`, as opposed to the journal of the server.
bool is_offline(std::span<const std::string> words) { return names(kVerifyFile, words) && words.size() > 2; }

Result<http::Response> verify_file(std::span<const std::string> words) {
  const auto read = read_words(kVerifyFile, words);
  if (!read) return read.error();
  const std::string path = read->option("--export");
  std::ifstream file{path, std::ios::binary};
  if (!file)
    return Error{.code = Errc::NotFound, .reason = "no_file", .detail = "cannot read '" + path + "'"};
  auto checked = check_export(file, split(read->option("--key")));
  if (!checked) return std::move(checked).error();
  http::Response response;
  response.body = *std::move(checked);
  return response;
}

/// To a file, which is only there when it is whole, or to `out`.
Result<Done> export_to(const std::string& path, const Ask& ask, std::ostream& out) {
  if (path.empty()) return export_journal(ask, out);
  const std::string part = path + ".part";
  std::ofstream file{part, std::ios::binary | std::ios::trunc};
  auto done = export_journal(ask, file);
  file.close();
  std::error_code error;
  if (done) std::filesystem::rename(part, path, error);
  if (done && error)
    done =
        Error{.code = Errc::Unavailable, .reason = "export_failed", .detail = path + ": " + error.message()};
  if (!done) std::filesystem::remove(part, error);
  return done;
}

int run_export(const Invocation& invocation, const Settings& settings, std::span<const std::string> words,
               const LocalServer& make_local) {
  const Streams streams{invocation.out, invocation.err};
  const auto read = read_words(kExport, words);
  if (!read) return report_failure(read.error(), streams);
  const auto ask = reach(settings, make_local);
  if (!ask) return report_failure(ask.error(), streams);
  const auto done = export_to(read->option("--out"), *ask, invocation.out);
  return done ? kOk : report_failure(done.error(), streams);
}

int run_own(const OwnCommand& own, std::span<const std::string> words, const Settings& settings,
            Format format, const Streams& streams) {
  const auto read = read_words(own.grammar, words);
  if (!read) return report_failure(read.error(), streams);
  auto text = own.run(*read, settings);
  if (!text) return report_failure(text.error(), streams);
  http::Response answer;
  answer.body = *std::move(text);
  return report(Command{}, answer, format, streams);
}

int run_first_key(const Settings& settings, std::span<const std::string> words, Format format,
                  const Streams& streams, const LocalServer& make_local) {
  const auto read = read_words(kFirstKey, words);
  if (!read) return report_failure(read.error(), streams);
  const auto ask = reach(settings, make_local);
  if (!ask) return report_failure(ask.error(), streams);
  const auto answer = make_first_key(*ask);
  return answer ? report(Command{}, *answer, format, streams) : report_failure(answer.error(), streams);
}

Result<http::Response> ask_once(const Settings& settings, const Command& command,
                                const LocalServer& make_local) {
  const auto ask = reach(settings, make_local);
  if (!ask) return ask.error();
  return (*ask)(command.request);
}

}  // namespace

int run(const Invocation& invocation, Settings settings, const LocalServer& make_local,
        std::span<const OwnCommand> own) {
  const Streams streams{invocation.out, invocation.err};
  const auto options = read_options(invocation.args);
  if (!options) return report_failure(options.error(), streams);
  if (options->help) {
    invocation.out << help_text();
    return kOk;
  }
  const std::span<const std::string> words = options->command;
  const Format format = options->json ? Format::Json : Format::Human;
  if (is_offline(words)) {
    const auto checked = verify_file(words);
    if (!checked) return report_failure(checked.error(), streams);
    return report(Command{.verdict = "intact"}, *checked, format, streams);
  }
  const auto mine =
      std::ranges::find_if(own, [&](const OwnCommand& one) { return names(one.grammar, words); });
  const bool composed = mine != own.end() || names(kExport, words) || names(kFirstKey, words);
  const auto command = composed ? Result<Command>{Command{}} : read_command(words, SystemClock{}.now());
  if (!command) return report_failure(command.error(), streams);
  if (auto loaded = load_settings(settings, *options, invocation.environment); !loaded) {
    invocation.err << loaded.error().detail << '\n';
    return kUsage;
  }
  if (mine != own.end()) return run_own(*mine, words, settings, format, streams);
  if (names(kExport, words)) return run_export(invocation, settings, words, make_local);
  if (names(kFirstKey, words)) return run_first_key(settings, words, format, streams, make_local);
  const auto answer = ask_once(settings, *command, make_local);
  return answer ? report(*command, *answer, format, streams) : report_failure(answer.error(), streams);
}

}  // namespace herald::ctl
