#include "sdk/tools/plugin/subject.hpp"

#include <dlfcn.h>
#include <sys/resource.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/secrets.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

/// A sink that counts: what it took, and whether it was written to after it had refused.
struct Taker {
  std::string text{};
  std::uint64_t room{};
  bool refused{}, insisted{}, odd{};

  static std::int32_t take(void* ctx, const char* data, std::uint64_t len) {
    auto& self = *static_cast<Taker*>(ctx);
    constexpr std::uint64_t kAbsurd = std::uint64_t{64} << 20U;
    if (self.refused) self.insisted = true;
    if ((data == nullptr && len != 0) || len > kAbsurd) self.odd = true;
    if (self.refused || self.odd || len > self.room - self.text.size()) {
      self.refused = true;
      return 1;
    }
    self.text.append(data == nullptr ? "" : data, len);
    return 0;
  }
  /// As of a later host: the sink is larger than today's.
  [[nodiscard]] herald_sink sink() { return {sizeof(herald_sink) + 16, 0, this, &take}; }
};

/// The inputs of a step in tight memory. [one thread]
class Lent {
 public:
  explicit Lent(const Step& step) : step_{step} {
    for (const std::string* text : {&step.op, &step.input, &step.bytes, &step.account, &step.state})
      texts_.push_back(std::make_unique<Tight>(*text));
    const herald_provider_args args{sizeof(herald_provider_args),
                                    0,
                                    texts_[0]->text(),
                                    texts_[1]->text(),
                                    texts_[2]->text(),
                                    texts_[3]->text(),
                                    texts_[4]->text()};
    args_ = std::make_unique<Tight>(std::string_view{reinterpret_cast<const char*>(&args), sizeof(args)});
  }
  [[nodiscard]] const herald_provider_args* args() const {
    return reinterpret_cast<const herald_provider_args*>(args_->data());
  }
  /// Whether the same memory may serve a call with that step: a few times, then what kept it must crash.
  bool serves(const Step& step) { return ++calls_ < 16 && step == step_; }

 private:
  Step step_;
  std::vector<std::unique_ptr<Tight>> texts_{};
  std::unique_ptr<Tight> args_{};
  int calls_{};
};

/// Mapping memory is most of what a call costs, and most calls repeat the step of the one before.
const herald_provider_args* lend(const Step& step) {
  static thread_local std::unique_ptr<Lent> last;
  // The old memory goes after the new one was made, so that it is not the same again.
  if (!last || !last->serves(step)) last = std::make_unique<Lent>(step);
  return last->args();
}

bool plain(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_whole(const herald_config* table) {
  return HERALD_HAS(herald_config, table, validate) && table->schema != nullptr && table->validate != nullptr;
}
bool is_whole(const herald_provider_http* table) {
  return HERALD_HAS(herald_provider_http, table, on_response) && table->descriptor != nullptr &&
         table->plan != nullptr && table->on_response != nullptr;
}
bool is_whole(const herald_provider_stream* table) {
  return HERALD_HAS(herald_provider_stream, table, feed) && table->descriptor != nullptr &&
         table->start != nullptr && table->feed != nullptr;
}

/// What the actions of a stream provider come to.
std::string kind_of_actions(const json& actions) {
  std::string kind = "continue";
  for (const json& action : actions) {
    if (!action.is_object()) return "nothing";
    if (action.contains("connect")) kind = "request";
    if (action.contains("verdict") && action["verdict"].is_object())
      if (const json said = action["verdict"].value("kind", json{}); said.is_string())
        return said.get<std::string>();
  }
  return kind;
}

long waits() {
  rusage now{};
  ::getrusage(RUSAGE_THREAD, &now);
  return now.ru_nvcsw;
}

}  // namespace

Subject::Subject(const std::filesystem::path& file, const Sources& sources, Findings& findings)
    : file_{file}, sources_{sources}, findings_{findings}, facts_{std::make_unique<json>()} {
  void* library = ::dlopen(file_.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    findings.add("a file that loads with every symbol resolved", ::dlerror());
    return;
  }
  const auto entry = reinterpret_cast<const herald_entry* (*)(void)>(::dlsym(library, HERALD_ENTRY_SYMBOL));
  entry_ = entry == nullptr ? nullptr : entry();
  if (entry_ == nullptr || !HERALD_HAS(herald_entry, entry_, get_interface) || entry_->open == nullptr ||
      entry_->close == nullptr || entry_->get_interface == nullptr) {
    findings.add(HERALD_ENTRY_SYMBOL " that answers a whole table of functions",
                 "none, a short or an empty one");
    entry_ = nullptr;
    return;
  }
  std::string reason;
  use(open(host_.table(), reason));
  if (instance_ == nullptr) findings.add("open() to make an instance", "it failed: " + shown(reason));
}

Subject::~Subject() {
  if (entry_ != nullptr && instance_ != nullptr) entry_->close(instance_);
}

herald_instance* Subject::open(const herald_host* host, std::string& reason) {
  Taker err{.room = std::numeric_limits<std::uint64_t>::max()};
  const herald_sink sink = err.sink();
  herald_instance* made = nullptr;
  herald_status status = HERALD_FAILED;
  try {
    status = entry_->open(host, &made, &sink);
  } catch (...) {
    findings_.add("open() to answer a status", "an exception left it");
    return nullptr;
  }
  reason = err.text;
  if (status == HERALD_OK && made == nullptr)
    findings_.add("an instance when open() succeeds", "a null pointer");
  if (status != HERALD_OK && made != nullptr)
    findings_.add("*out untouched when open() fails", "a pointer that was changed");
  if (status != HERALD_OK) judge("open", {.status = status, .reason = reason}, "{}");
  return status == HERALD_OK ? made : nullptr;
}

void Subject::use(herald_instance* instance) {
  instance_ = instance;
  config_ = nullptr;
  http_ = nullptr;
  stream_ = nullptr;
  feature_ = nullptr;
  if (instance == nullptr) return;
  const auto find = [&](const char* id) { return entry_->get_interface(instance, id); };
  if (take_feature(static_cast<const herald_feature*>(find(HERALD_FEATURE_1)))) return;
  const auto* config = static_cast<const herald_config*>(find(HERALD_CONFIG_1));
  const auto* http = static_cast<const herald_provider_http*>(find(HERALD_PROVIDER_HTTP_1));
  const auto* stream = static_cast<const herald_provider_stream*>(find(HERALD_PROVIDER_STREAM_1));
  if (config == nullptr || (http == nullptr && stream == nullptr)) {
    findings_.add("the interfaces " HERALD_CONFIG_1 " and " HERALD_PROVIDER_HTTP_1
                  " or " HERALD_PROVIDER_STREAM_1,
                  "one that is absent");
    return;
  }
  const bool whole =
      is_whole(config) && (http == nullptr || is_whole(http)) && (stream == nullptr || is_whole(stream));
  findings_.expect(whole, "tables that are whole and have no null function",
                   "a short table or a null function");
  const bool plain_tables = config->reserved == 0 && (http == nullptr || http->reserved == 0) &&
                            (stream == nullptr || stream->reserved == 0);
  findings_.expect(plain_tables, "reserved members that are 0", "another value in a table");
  if (!whole) return;
  config_ = config;
  http_ = http;
  stream_ = stream;
}

/// Whether a call that waited waits each time: the kernel makes any thread wait now and then.
bool Subject::waits_again(const Watch& watch, const Sinks& function) {
  constexpr int kTimes = 5;
  constexpr std::uint64_t kRoom = std::numeric_limits<std::uint64_t>::max();
  for (int i = 0; i < kTimes; ++i) {
    Taker json_taker{.room = kRoom}, bytes_taker{.room = kRoom}, err_taker{.room = kRoom};
    const herald_sink json_sink = json_taker.sink(), bytes_sink = bytes_taker.sink(), err = err_taker.sink();
    sdk::testing::CallContext context{.records = watch.records};
    Host::begin(watch.has_call ? context.call() : nullptr);
    const long before = waits();
    try {
      function(context.call(), &json_sink, &bytes_sink, &err);
    } catch (...) {
      findings_.add("a call to answer a status each time", "an exception left it");
    }
    const bool waited = waits() - before >= 2;
    Host::begin(nullptr);
    if (!waited) return false;
  }
  return true;
}

Outcome Subject::watched(const Watch& watch, const Sinks& function) {
  const auto& [name, account, room, records, has_call] = watch;
  Taker json_taker{.room = room.json}, bytes_taker{.room = room.bytes}, err_taker{.room = room.err};
  const herald_sink json_sink = json_taker.sink(), bytes_sink = bytes_taker.sink(), err = err_taker.sink();
  sdk::testing::CallContext context{.records = records};
  Host::begin(has_call ? context.call() : nullptr);
  Outcome outcome{.status = HERALD_FAILED, .reason = "an exception"};
  const long before = waits();
  try {
    outcome.status = function(context.call(), &json_sink, &bytes_sink, &err);
    outcome.reason = err_taker.text;
  } catch (...) {
    findings_.add(name + " to answer a status", "an exception left it");
  }
  const long after = waits();
  Host::begin(nullptr);
  findings_.expect(
      after - before < 2 || !waits_again(watch, function), name + " not to wait for anything",
      "the thread waited " + std::to_string(after - before) + " times, and so when called again");
  outcome.json = json_taker.text;
  outcome.bytes = bytes_taker.text;
  const bool refused = json_taker.refused || bytes_taker.refused;
  findings_.expect(!(refused && outcome.ok()), name + " to fail when a sink refuses", "success");
  findings_.expect(!json_taker.insisted && !bytes_taker.insisted, name + " to stop when a sink refuses",
                   "more writes to it");
  findings_.expect(!json_taker.odd && !bytes_taker.odd && !err_taker.odd, name + " to write what it has",
                   "null data or an absurd length");
  if (refused && !outcome.ok() && outcome.status != HERALD_SINK_FULL)
    findings_.add(name + " to answer HERALD_SINK_FULL when a sink refuses",
                  "status " + std::to_string(outcome.status));
  if (!err_taker.refused || outcome.ok()) judge(name, outcome, account);
  return outcome;
}

void Subject::judge(const std::string& name, const Outcome& outcome, const std::string& account) {
  if (!outcome.ok()) {
    findings_.expect(!outcome.reason.empty(), name + " to say why it fails",
                     "status " + std::to_string(outcome.status) + " without a reason");
    findings_.expect(plain(outcome.reason), name + " to give its reason in printable ASCII",
                     shown(outcome.reason));
  }
  const json keys = facts_->is_object() ? facts_->value("config_secrets", json::array()) : json::array();
  const Secrets secrets{account, keys.dump()};
  findings_.expect(!secrets.leaks_into(outcome.reason), "a reason without secrets",
                   name + " put one of the account's secrets into it");
  for (const auto& line : host_.take_log()) {
    findings_.expect(!secrets.leaks_into(line.event + line.fields), "log lines without secrets",
                     name + " logged one of the account's secrets");
    findings_.expect(line.fields.empty() || json::parse(line.fields, nullptr, false).is_object(),
                     "log fields as a JSON object", shown(line.fields));
  }
  for (const std::string& what : host_.take_misuse())
    findings_.add("host functions used as documented", what);
}

Outcome Subject::descriptor() {
  return watched({.name = "descriptor"}, [&](auto*, auto* json_out, auto*, auto* err) {
    if (is_feature()) return feature_->descriptor(instance_, json_out, err);
    return streams() ? stream_->descriptor(instance_, json_out, err)
                     : http_->descriptor(instance_, json_out, err);
  });
}
Outcome Subject::schema() {
  return watched({.name = "schema"}, [&](auto*, auto* json_out, auto*, auto* err) {
    return config_->schema(instance_, json_out, err);
  });
}
Outcome Subject::validate(const std::string& account, Room room) {
  const Tight copy{account};
  const herald_str text = copy.text();
  return watched({.name = "validate", .account = account, .room = room},
                 [&](auto*, auto* json_out, auto*, auto* err) {
                   return config_->validate(instance_, &text, json_out, err);
                 });
}
Outcome Subject::plan(const Step& step, Room room) {
  const herald_provider_args* const args = lend(step);
  const bool begins = streams() && !(takes_requests() && step.op == "webhook");
  return watched({.name = begins ? "start" : "plan", .account = step.account, .room = room},
                 [&](auto* call, auto* json_out, auto* bytes, auto* err) {
                   return begins ? stream_->start(instance_, call, args, json_out, bytes, err)
                                 : http_->plan(instance_, call, args, json_out, bytes, err);
                 });
}
Outcome Subject::feed(const Step& step, const Happening& event, Room room) {
  const herald_provider_args* const args = lend(step);
  const Tight info{event.info}, bytes{event.bytes};
  const herald_stream_event happened{sizeof(herald_stream_event), event.kind, info.text(), bytes.text()};
  return watched({.name = "feed", .account = step.account, .room = room},
                 [&](auto* call, auto* json_out, auto* bytes_out, auto* err) {
                   return stream_->feed(instance_, call, args, &happened, json_out, bytes_out, err);
                 });
}
Outcome Subject::on_response(const Step& step, const Answer& answer, Room room) {
  if (streams()) return feed(step, {.kind = HERALD_STREAM_BYTES, .bytes = answer.body}, room);
  const herald_provider_args* const args = lend(step);
  const Tight headers{answer.headers_json}, body{answer.body};
  const herald_http_response response{sizeof(herald_http_response), answer.status, headers.text(),
                                      body.text()};
  return watched({.name = "on_response", .account = step.account, .room = room},
                 [&](auto* call, auto* json_out, auto* bytes, auto* err) {
                   return http_->on_response(instance_, call, args, &response, json_out, bytes, err);
                 });
}

const json& Subject::facts() {
  if (!facts_->is_null()) return *facts_;
  *facts_ = json::parse(descriptor().json, nullptr, false);
  if (!facts_->is_object()) *facts_ = json::object();
  if (is_feature()) return *facts_;
  const auto schema_json = json::parse(schema().json, nullptr, false);
  (*facts_)["config_secrets"] = json::array();
  if (schema_json.is_object() && schema_json.contains("properties") && schema_json["properties"].is_object())
    for (const auto& [key, one] : schema_json["properties"].items())
      if (one.is_object() && one.value("secret", json{}) == true) (*facts_)["config_secrets"].push_back(key);
  return *facts_;
}

Step Subject::sample() { return sample_step(sources_, facts(), read(schema())); }

json read(const Outcome& outcome) {
  if (!outcome.ok()) return nullptr;
  auto read = json::parse(outcome.json, nullptr, false);
  return read.is_discarded() ? json{} : read;
}

std::string kind_of(const Outcome& outcome) {
  if (!outcome.ok()) return "failure";
  const json made = read(outcome);
  if (!made.is_object()) return "nothing";
  if (made.contains("request")) return "request";
  if (made.contains("continue")) return "continue";
  if (made.contains("actions") && made["actions"].is_array()) return kind_of_actions(made["actions"]);
  if (!made.contains("verdict") || !made["verdict"].is_object()) return "nothing";
  const json& kind = made["verdict"].value("kind", json{});
  return kind.is_string() ? kind.get<std::string>() : "nothing";
}

}  // namespace herald::kit
