#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sdk/tools/plugin/dialogue.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {

/// How far an exchange has come, as the host would see it. [value]
struct Progress {
  std::string mode{};            ///< tls of connect; empty before it
  bool messages{};               ///< a WebSocket carries it
  bool connected{}, secure{};    ///< the connection, TLS on it
  bool committed{}, answered{};  ///< the point of no return; the far side said something after it
  bool told_end{};               ///< the far side has closed
  bool over{};                   ///< the plugin has closed or failed
  std::string verdict{};         ///< its kind; empty before
  std::string written{};         ///< all bytes
  std::vector<std::string> redact{};
  bool operator==(const Progress&) const = default;
};

/// The host's part of an exchange: begins it and tells what happens, keeps state and what was not consumed,
/// and holds every reply against the rules of sdk/README.md. A copy goes on from the same point by itself.
/// [one thread]
class Talk final {
 public:
  /// `where` says in findings which exchange it is.
  Talk(Subject& subject, Step step, std::string where);
  /// Tells an event; Bytes are shown with what is left. Nothing after the end.
  void tell(const Turn& turn);
  /// Adds to findings where it stands.
  void at(const std::string& point) { point_ = point; }

  [[nodiscard]] const Progress& progress() const { return progress_; }
  /// What was done: `connect host:port mode`, `> bytes`, `message text`, `start_tls`, `commit`, `timer ms`,
  /// `verdict json`, `close`.
  [[nodiscard]] const std::vector<std::string>& deeds() const { return deeds_; }
  /// The same with neighbouring writes as one: what does not depend on how bytes were split.
  [[nodiscard]] std::vector<std::string> merged() const;
  [[nodiscard]] const std::string& state() const { return step_.state; }
  void set_state(std::string state) { step_.state = std::move(state); }
  [[nodiscard]] const Outcome& last() const { return last_; }

 private:
  void take(const Outcome& outcome);
  void take_actions(const nlohmann::json& actions, const std::string& bytes);
  void act(const std::string& name, const nlohmann::json& wish, const std::string& bytes);
  void connect(const nlohmann::json& wish);
  void write(const nlohmann::json& segments, const std::string& bytes);
  void say(const nlohmann::json& message, const std::string& bytes);
  void commit();
  void conclude(const nlohmann::json& verdict);
  void judge_secrets();
  void expect(bool good, const std::string& expected, const std::string& found);

  Subject* subject_;
  Step step_;
  std::string where_, point_;
  std::string unconsumed_;
  Progress progress_;
  std::vector<std::string> deeds_;
  Outcome last_;
};

/// Line ends and other control characters, visibly.
std::string visible(const std::string& bytes);

}  // namespace herald::kit
