// A feature plugin without a trick in it, or broken in one way (BREAKS.md).
#include <herald/sdk.hpp>

#include <memory>
#include <thread>

#include "tests/plugins/feature_check/answers.hpp"
#include "tests/plugins/feature_check/descriptor.hpp"
#include "tests/plugins/feature_check/own_answers.hpp"

namespace {

using namespace tally;

/// What the breaks that are about state share.
struct Kept {
  std::atomic<int> calls{0};
  std::atomic<std::size_t> length{0};
  std::vector<std::string> all{};
  herald_call* call{};
};
Kept& kept() {
  static auto* all = std::make_unique<Kept>().release();
  return *all;
}

void misbehave(std::string_view input) {
  if constexpr (broken("crash_on_large_text"))
    if (input.size() > 500'000) __builtin_trap();
  if constexpr (broken("crash_on_nonsense"))
    if (herald_json_read(lend(input)).len == 0) __builtin_trap();
  if constexpr (broken("grows")) kept().all.emplace_back(4096, 'x');
  if constexpr (broken("waits")) std::this_thread::sleep_for(std::chrono::milliseconds{2});
}

std::string counted(std::string answer) {
  if constexpr (broken("counts_calls"))
    if (answer.ends_with("}"))
      answer.insert(answer.size() - 1, std::string(static_cast<std::size_t>(++kept().calls % 7), ' '));
  if constexpr (broken("reads_clock"))
    answer += std::string(static_cast<std::size_t>(std::time(nullptr) % 5), ' ');
  if constexpr (broken("lanes_share")) {
    kept().length = answer.size();
    for (int i = 0; i < 200'000; ++i) std::atomic_signal_fence(std::memory_order_seq_cst);
    if (kept().length > answer.size()) answer.append(kept().length - answer.size(), ' ');
  }
  return answer;
}

class Tally {
 public:
  static std::string descriptor() { return tally::descriptor(); }

  static std::string run(const FeatureCall& call, const Records& records) {
    misbehave(call.input);
    const herald_str input = herald_json_read(lend(call.input));
    if constexpr (broken("answers_unknown_route"))
      if (call.name == "noSuchName") return R"({"reply":{}})";
    if (input.len == 0 || *input.data != '{') throw Failure{"expected an input that is a JSON object"};
    if (call.op == "event") return counted(delivered(input, records));
    if (call.op == "job" && call.name == "sweep") return counted(swept(input, records));
    if (call.op == "route") {
      if (call.name == "makeAccount") return counted(make_account(input));
      if (call.name == "listAccounts") return counted(list_accounts(input, records));
      if (call.name == "showAccount") return counted(show_account(input, records));
      if (call.name == "addPoints") return counted(add_points(input, records));
    }
    throw Failure{"expected a route or job of tally", HERALD_UNSUPPORTED};
  }

  static std::string filter(const FeatureCall& call) {
    misbehave(call.input);
    const herald_str input = herald_json_read(lend(call.input));
    if (input.len == 0 || *input.data != '{') throw Failure{"expected an input that is a JSON object"};
    if (call.name == "quiet") return counted(quiet(input));
    if (call.name == "card") return counted(card(input));
    throw Failure{"expected a filter of tally", HERALD_UNSUPPORTED};
  }
};

using Tables = herald::sdk::detail::FeatureTables<Tally>;

const herald_records* records_of_host = nullptr;

herald_status open(const herald_host* host, herald_instance** out, const herald_sink* err) {
  if (!HERALD_HAS(herald_host, host, get_interface)) return Tables::open(host, out, err);
  records_of_host = static_cast<const herald_records*>(host->get_interface(host->host, HERALD_RECORDS_1));
  if constexpr (broken("needs_records_table"))
    if (records_of_host == nullptr) return HERALD_FAILED;
  if constexpr (broken("reads_past_records"))
    if (records_of_host != nullptr && records_of_host->count == nullptr) return HERALD_FAILED;
  return Tables::open(host, out, err);
}

const herald_feature& good_table(herald_instance* instance) {
  return *static_cast<const herald_feature*>(Tables::get_interface(instance, HERALD_FEATURE_1));
}
herald_status descriptor(herald_instance* instance, const herald_sink* json, const herald_sink* err) {
  return good_table(instance).descriptor(instance, json, err);
}
herald_status run(herald_instance* instance, herald_call* call, const herald_feature_args* args,
                  const herald_sink* json, const herald_sink* err) {
  if constexpr (broken("keeps_the_call")) kept().call = call;
  if constexpr (broken("exception_out"))
    if (args->input.len < 2) throw std::runtime_error{"too short"};
  const herald_sink mute{sizeof(herald_sink), 0, nullptr,
                         [](void*, const char*, std::uint64_t) -> std::int32_t { return 0; }};
  const herald_status status =
      good_table(instance).run(instance, call, args, json, broken("fails_without_reason") ? &mute : err);
  if constexpr (broken("ignores_sink_failure"))
    if (status == HERALD_SINK_FULL) return HERALD_OK;
  return status;
}
herald_status filter(herald_instance* instance, const herald_feature_args* args, const herald_sink* json,
                     const herald_sink* err) {
  if constexpr (broken("keeps_the_call"))
    if (kept().call != nullptr && records_of_host != nullptr) {
      std::string page, reason;
      const auto append = [](void* to, const char* data, std::uint64_t len) -> std::int32_t {
        static_cast<std::string*>(to)->append(data, len);
        return 0;
      };
      const herald_sink page_sink{sizeof(herald_sink), 0, &page, append},
          why{sizeof(herald_sink), 0, &reason, append};
      const herald_str query = HERALD_LITERAL(R"({"collection":"accounts"})");
      records_of_host->query(kept().call, &query, &page_sink, &why);
    }
  return good_table(instance).filter(instance, args, json, err);
}

const void* get_interface(herald_instance*, const char* id) {
  static constexpr herald_feature kFeature{sizeof(herald_feature), 0, &descriptor, &run, &filter};
  return std::strcmp(id, HERALD_FEATURE_1) == 0 ? &kFeature : nullptr;
}

}  // namespace

#if defined(BREAK_PROVIDER_AS_WELL)
#define TALLY_INTERFACES R"(["herald.feature/1","herald.provider.http/1"])"
#else
#define TALLY_INTERFACES R"(["herald.feature/1"])"
#endif
HERALD_PLUGIN_NOTE(
    R"({"id":"org.example.tally","version":"1.0.0","name":"Tally","interfaces":)" TALLY_INTERFACES
    R"(,"uses":["herald.records/1"]})",
    HERALD_NOTE_CXX_RUNTIME);

extern "C" const herald_entry* herald_plugin_entry_1(void) {
  static constexpr herald_entry kEntry{sizeof(herald_entry), HERALD_SDK_TARGET, HERALD_NOTE_MANIFEST, &open,
                                       &Tables::close,       &get_interface};
  return &kEntry;
}
