#include "host/ctl/run.hpp"

#include <array>
#include <fstream>
#include <ostream>
#include <span>
#include <utility>

#include "host/base/clock.hpp"
#include "host/ctl/command.hpp"
#include "host/ctl/export_check.hpp"
#include "host/ctl/options.hpp"
#include "host/ctl/reach.hpp"
#include "host/ctl/report.hpp"
#include "host/ctl/words.hpp"

namespace herald::ctl {
namespace {

constexpr std::array<std::string_view, 1> kTrust{"--key"};
constexpr Grammar kVerifyFile{"audit verify", "FILE", kTrust, {}};

/// `audit verify FILE`, as opposed to the journal of the server.
bool is_offline(std::span<const std::string> words) { return names(kVerifyFile, words) && words.size() > 2; }

Result<http::Response> verify_file(std::span<const std::string> words) {
  const auto read = read_words(kVerifyFile, words);
  if (!read) return read.error();
  std::ifstream file{read->positional[0], std::ios::binary};
  if (!file)
    return Error{
        .code = Errc::NotFound, .reason = "no_file", .detail = "cannot read '" + read->positional[0] + "'"};
  auto checked = check_export(file, split(read->option("--key")));
  if (!checked) return std::move(checked).error();
  http::Response response;
  response.body = *std::move(checked);
  return response;
}

}  // namespace

int run(const Invocation& invocation, Settings settings, const LocalServer& make_local) {
  const Streams streams{invocation.out, invocation.err};
  const auto options = read_options(invocation.args);
  if (!options) return report_failure(options.error(), streams);
  if (options->help) {
    invocation.out << help_text();
    return kOk;
  }
  const Format format = options->json ? Format::Json : Format::Human;
  if (is_offline(options->command)) {
    const auto checked = verify_file(options->command);
    if (!checked) return report_failure(checked.error(), streams);
    return report(Command{.verdict = "intact"}, *checked, format, streams);
  }
  const auto command = read_command(options->command, SystemClock{}.now());
  if (!command) return report_failure(command.error(), streams);
  if (auto loaded = load_settings(settings, *options, invocation.environment); !loaded) {
    invocation.err << loaded.error().detail << '\n';
    return kUsage;
  }
  const auto answer = reach(settings, command->request, make_local);
  return answer ? report(*command, *answer, format, streams) : report_failure(answer.error(), streams);
}

}  // namespace herald::ctl
