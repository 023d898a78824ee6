#pragma once
#include <map>
#include <optional>
#include <string>

#include "host/domain/lease_ports.hpp"

namespace herald::cluster {

/// What a node knows about another one's writer.
enum class Life { Unsure, Live, Dead };

/// What the decision depends on. Borrows the table. [value]
struct View {
  const domain::LeaseTable& table;
  std::string self{};                 ///< this node's writer
  std::map<std::string, Life> lives;  ///< of the writers of the table but this one
};

/// The next step towards a fair share; nothing to do when both are empty. [value]
struct Move {
  std::optional<domain::Claim> claim{};
  domain::ShardSet release{};
};

/// The shards of a dead owner first, then free ones up to a fair share of the live nodes; beyond it shards
/// are given up, but only to nodes that have fewer than theirs. An owner that nobody is sure about counts as
/// live. Pure.
Move decide(const View& view);

}  // namespace herald::cluster
