#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/domain/consumer_ports.hpp"
#include "host/domain/job_ports.hpp"

namespace herald::domain {

/// A business event that a plugin publishes. [value]
struct Publication {
  std::string type{};
  std::string subject_kind{};
  std::string subject{};
  std::string data_json{"{}"};
};

/// What is committed beside the writes of a plugin's answer. [value]
struct Effects {
  std::vector<SendCommand> commands{};  ///< ids are made by the host; tenant, cause and depth are the set's
  std::vector<Publication> publications{};
  std::optional<CursorMove> cursor{};  ///< of the event that was answered
  std::optional<JobMove> job{};        ///< of the job's call that was answered
  [[nodiscard]] bool empty() const { return commands.empty() && publications.empty() && !cursor && !job; }
};

}  // namespace herald::domain
