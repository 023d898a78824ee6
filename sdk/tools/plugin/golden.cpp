#include "sdk/tools/plugin/golden.hpp"

#include <herald/testing.hpp>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "sdk/tools/plugin/golden_wire.hpp"

namespace herald::testing {
namespace {

using nlohmann::ordered_json;
using sdk::testing::Answer;
using sdk::testing::Output;
using sdk::testing::Step;
namespace fs = std::filesystem;

constexpr int kMostRequests = 8;  ///< of one loop, as in the host

std::string read_file(const fs::path& file) {
  const std::ifstream in{file, std::ios::binary};
  if (!in) throw std::runtime_error{"expected the file " + file.filename().string()};
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

/// The case whose file a variant uses: itself or a shorter name.
std::string golden_owner(const fs::path& folder, const std::string& name, std::string_view ending) {
  for (std::string prefix = name;; prefix.resize(prefix.rfind('.'))) {
    if (fs::exists(folder / (prefix + std::string{ending}))) return prefix;
    if (prefix.rfind('.') == std::string::npos)
      throw std::runtime_error{"expected " + name + std::string{ending} + " or that of a shorter name"};
  }
}

/// The inputs of one loop, owned.
struct Case {
  std::string name;     ///< of the response and the verdict
  std::string planned;  ///< of the first request: the message's name
  std::string op, input, bytes, account;
  std::map<std::string, std::string> blobs;
  std::string_view verdict{".verdict.json"};
};

class GoldenRun final {
 public:
  GoldenRun(const fs::path& plugin, fs::path folder)
      : plugin_{plugin.string(), host_},
        folder_{std::move(folder)},
        record_{std::getenv("HERALD_TEST_RECORD") != nullptr} {}
  GoldenReport run();

 private:
  void run_case(const std::string& name, std::string_view kind);
  Case message_case(const std::string& name);
  Case webhook_case(const std::string& name);
  void loop(const Case& one);
  void compare(const std::string& file, const std::string& found);
  void find_strays();
  [[nodiscard]] std::string owner_of(const std::string& name, std::string_view ending) const {
    return golden_owner(folder_, name, ending);
  }
  [[nodiscard]] bool has(const std::string& file) const { return fs::exists(folder_ / file); }
  std::string use(const std::string& file) {
    used_.insert(file);
    return read_file(folder_ / file);
  }

  sdk::testing::FakeHost host_;
  sdk::testing::Plugin plugin_;
  fs::path folder_;
  bool record_;
  std::set<std::string> used_;
  GoldenReport report_;
};

GoldenReport GoldenRun::run() {
  std::set<std::pair<std::string, std::string_view>> cases;
  for (const auto& entry : fs::directory_iterator{folder_}) {
    const std::string file = entry.path().filename().string();
    for (const std::string_view ending : {".message.json", ".response.http", ".webhook.http"}) {
      if (!file.ends_with(ending)) continue;
      const std::string name = file.substr(0, file.size() - ending.size());
      // Later steps belong to the loop of their first; a webhook's request to make first likewise.
      const bool own = name.find('@') == std::string::npos && !has(name + ".webhook.http");
      if (own || ending == ".webhook.http")
        cases.emplace(name, ending == ".webhook.http" ? "webhook" : "message");
    }
  }
  for (const auto& [name, kind] : cases) run_case(name, kind);
  find_strays();
  if (report_.compared == 0) report_.complaints.push_back("no golden file in " + folder_.string());
  return std::move(report_);
}

void GoldenRun::run_case(const std::string& name, std::string_view kind) {
  try {
    loop(kind == "webhook" ? webhook_case(name) : message_case(name));
  } catch (const std::exception& problem) {
    report_.complaints.push_back(name + ": " + problem.what());
  }
}

Case GoldenRun::message_case(const std::string& name) {
  const std::string owner = owner_of(name, ".message.json");
  const auto given = ordered_json::parse(use(owner + ".message.json"));
  Case one{.name = name, .planned = owner, .op = given.value("op", "send")};
  one.input = given.at("input").dump();
  one.account = given.at("account").dump();
  one.blobs = given.value("blobs", std::map<std::string, std::string>{});
  return one;
}

Case GoldenRun::webhook_case(const std::string& name) {
  used_.insert(name + ".webhook.http");
  used_.insert(owner_of(name, ".webhook.json") + ".webhook.json");
  WebhookCase given = golden_webhook(folder_, name);
  return {.name = name,
          .planned = name,
          .op = "webhook",
          .input = std::move(given.input),
          .bytes = std::move(given.body),
          .account = std::move(given.account),
          .verdict = ".events.json"};
}

void GoldenRun::loop(const Case& one) {
  std::string state = "{}";
  for (int step = 1; step <= kMostRequests; ++step) {
    const std::string number = step == 1 ? "" : "@" + std::to_string(step);
    const Step before{one.op, one.input, one.account, one.bytes, state};
    const Output planned = plugin_.plan(before);
    const auto plan = ordered_json::parse(planned.json);
    if (plan.contains("verdict"))
      return compare(one.name + std::string{one.verdict}, plan.at("verdict").dump(2) + '\n');
    const RenderedPlan rendered = render_plan(planned.json, planned.bytes, one.blobs);
    const std::string request = step == 1 ? one.planned : one.name + number;
    compare(request + ".request.http", rendered.wire);
    compare(request + ".plan.json", rendered.rest);
    if (plan.contains("state")) state = plan.at("state").dump();
    if (!has(one.name + number + ".response.http")) return;
    const HttpText http = read_http(use(one.name + number + ".response.http"));
    const Step after{one.op, one.input, one.account, one.bytes, state};
    const int status = std::stoi(http.start.substr(http.start.find(' ')));
    // The host saves such a body and shows none of it.
    const bool saved = status == 200 && plan.at("request").value("media", false);
    const Answer answer{status, saved ? std::string{} : http.body, headers_json(http)};
    const auto reply = ordered_json::parse(plugin_.on_response(after, answer).json);
    if (reply.contains("verdict"))
      return compare(one.name + std::string{one.verdict}, reply.at("verdict").dump(2) + '\n');
    state = reply.at("continue").at("state").dump();
  }
  throw std::runtime_error{"the loop made more than 8 requests"};
}

void GoldenRun::compare(const std::string& file, const std::string& found) {
  ++report_.compared;
  used_.insert(file);
  if (record_) {
    std::ofstream out{folder_ / file, std::ios::binary};
    out << found;
    if (!out.flush()) throw std::runtime_error{"cannot write " + file};
    return;
  }
  const std::string expected = has(file) ? read_file(folder_ / file) : "(no such file)\n";
  if (expected == found) return;
  report_.complaints.push_back(file + " differs\n--- expected\n" + expected + "\n--- found\n" + found);
}

void GoldenRun::find_strays() {
  for (const auto& entry : fs::directory_iterator{folder_}) {
    const std::string file = entry.path().filename().string();
    if (file.ends_with(".dialogue")) continue;  // of a stream provider: golden.dialogues
    if (!used_.contains(file)) report_.complaints.push_back(file + " belongs to no case");
  }
}

}  // namespace

WebhookCase golden_webhook(const fs::path& folder, const std::string& name) {
  const HttpText http = read_http(read_file(folder / (name + ".webhook.http")));
  const auto given = ordered_json::parse(
      read_file(folder / (golden_owner(folder, name, ".webhook.json") + ".webhook.json")));
  std::istringstream line{http.start};
  std::string method;
  std::string target;
  line >> method >> target;
  std::string host;
  for (const auto& [key, value] : http.headers)
    if (key == "Host") host = value;
  ordered_json request{{"method", method},
                       {"url", "https://" + host + target},
                       {"target", target},
                       {"headers", ordered_json::parse(headers_json(http))},
                       {"remote_ip", given.value("remote_ip", "203.0.113.7")}};
  if (const auto mark = target.find('?'); mark != std::string::npos)
    request["query"] = target.substr(mark + 1);
  return {.input = ordered_json{{"now_ms", given.at("now_ms")}, {"request", request}}.dump(),
          .account = given.at("account").dump(),
          .body = http.body};
}

GoldenReport run_golden(const fs::path& plugin, const fs::path& folder) {
  return GoldenRun{plugin, folder}.run();
}

}  // namespace herald::testing
