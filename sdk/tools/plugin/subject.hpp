#pragma once
#include <herald/testing.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sdk/tools/plugin/feature_sample.hpp"
#include "sdk/tools/plugin/findings.hpp"
#include "sdk/tools/plugin/host.hpp"
#include "sdk/tools/plugin/sample.hpp"

namespace herald::kit {

using sdk::testing::Answer;
using sdk::testing::Step;

/// How a call ended. [value]
struct Outcome {
  herald_status status{};
  std::string json{}, bytes{}, reason{};
  [[nodiscard]] bool ok() const { return status == HERALD_OK; }
  bool operator==(const Outcome&) const = default;
};

/// An event of the stream tier. [value]
struct Happening {
  std::int32_t kind{};
  std::string bytes{};
  std::string info{"{}"};
};

/// How many bytes the sinks of a call take before they refuse.
struct Room {
  std::uint64_t json{std::numeric_limits<std::uint64_t>::max()}, bytes{json}, err{json};
};

/// A plugin that has been loaded and opened, under watch: whatever a call does against the general rules
/// becomes a finding by itself. [one thread]
class Subject final {
 public:
  /// Loads the file and opens an instance; what goes wrong is a finding and leaves ready() false.
  Subject(const std::filesystem::path& file, const Sources& sources, Findings& findings);
  ~Subject();
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;

  [[nodiscard]] bool ready() const {
    return feature_ != nullptr || ((http_ != nullptr || stream_ != nullptr) && config_ != nullptr);
  }
  /// Whether it is a feature: then call() and descriptor() are what can be called.
  [[nodiscard]] bool is_feature() const { return feature_ != nullptr; }
  /// Whether it is a provider of the stream tier. Then plan() begins an operation, on_response() shows the
  /// body of the answer as bytes of the far side: enough for checks that only want calls.
  [[nodiscard]] bool streams() const { return stream_ != nullptr; }
  /// Whether it takes requests: plan() is its own for op webhook, of a stream provider too.
  [[nodiscard]] bool takes_requests() const { return http_ != nullptr; }
  [[nodiscard]] const herald_entry* entry() const { return entry_; }
  [[nodiscard]] herald_instance* instance() const { return instance_; }
  [[nodiscard]] Host& host() { return host_; }
  Findings& findings() { return findings_; }

  /// Another instance with a host of its own kind; null when open() failed (reason in `reason`).
  herald_instance* open(const herald_host* host, std::string& reason);
  /// The calls below go to this one from now on.
  void use(herald_instance* instance);

  Outcome descriptor();
  Outcome schema();
  Outcome validate(const std::string& account, Room room = {});
  Outcome plan(const Step& step, Room room = {});
  Outcome on_response(const Step& step, const Answer& answer, Room room = {});
  /// Stream tier: what happened (HERALD_STREAM_…) and the bytes that are not consumed.
  Outcome feed(const Step& step, const Happening& event, Room room = {});

  /// Feature: a route, event, job or filter. Filters have no call, hence no records. Null: the call may not
  /// read any.
  Outcome call(const FeatureStep& step, const sdk::testing::RecordReader* records, Room room = {});
  /// The same with the records of the sample.
  Outcome call(const FeatureStep& step, Room room = {});
  /// Calls that the plugin should take, with what they find.
  const FeatureSample& calls();
  /// Answers of the sample: a plan, or of a feature those to all calls.
  std::vector<Outcome> usual();

  /// What the plugin gives as its descriptor; an empty object when it gives none.
  const nlohmann::json& facts();
  /// An account and a message that the plugin should take.
  Step sample();

 private:
  using Sinks = std::function<herald_status(herald_call* call, const herald_sink* json,
                                            const herald_sink* bytes, const herald_sink* err)>;
  /// How a call is made. [value]
  struct Watch {
    std::string name{};
    std::string account{"{}"};  ///< whose secrets must not leak
    Room room{};
    const sdk::testing::RecordReader* records{};
    bool has_call{true};  ///< false: of functions without one, which may use none
  };
  bool waits_again(const Watch& watch, const Sinks& function);
  Outcome watched(const Watch& watch, const Sinks& function);
  [[nodiscard]] bool take_feature(const herald_feature* table);
  void judge(const std::string& name, const Outcome& outcome, const std::string& account);
  const std::filesystem::path& file_;
  const Sources& sources_;
  Findings& findings_;
  Host host_{};
  const herald_entry* entry_{};
  herald_instance* instance_{};
  const herald_config* config_{};
  const herald_provider_http* http_{};
  const herald_provider_stream* stream_{};
  const herald_feature* feature_{};
  std::unique_ptr<nlohmann::json> facts_;
  std::unique_ptr<FeatureSample> calls_;
};

/// The JSON of an outcome; null when it failed or is none (which is a finding already).
nlohmann::json read(const Outcome& outcome);
/// The verdict's kind, or "request" (stream tier: a connection), "continue", "failure", "nothing".
std::string kind_of(const Outcome& outcome);

}  // namespace herald::kit
