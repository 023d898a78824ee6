#include "sdk/tools/plugin/exchanges.hpp"

#include <herald/abi.h>

namespace herald::kit {

std::vector<Dialogue> exchanges(Subject& subject, const Target& target) {
  std::vector<Dialogue> all = sample_dialogues(target.sources);
  if (all.empty()) all.push_back({kMadeUp, subject.sample(), {{.kind = HERALD_STREAM_CONNECTED}}});
  return all;
}

Talk begun(Subject& subject, const Dialogue& dialogue) { return {subject, dialogue.step, dialogue.name}; }

Talk whole(Subject& subject, const Dialogue& dialogue) {
  Talk talk = begun(subject, dialogue);
  for (const Turn& turn : dialogue.turns) talk.tell(turn);
  return talk;
}

Dialogue joined(Subject& subject, const Dialogue& dialogue) {
  Dialogue one = dialogue;
  one.turns.clear();
  Talk talk = begun(subject, dialogue);
  bool waited = true;  // for the plugin, before this turn
  for (const Turn& turn : dialogue.turns) {
    const bool says = turn.kind == HERALD_STREAM_BYTES;
    if (says && !waited && one.turns.back().kind == turn.kind)
      one.turns.back().bytes += turn.bytes;
    else
      one.turns.push_back(turn);
    const std::size_t deeds = talk.deeds().size();
    talk.tell(turn);
    waited = talk.deeds().size() > deeds;
  }
  return one;
}

void at_each_point(Subject& subject, const Dialogue& dialogue, const Visit& visit) {
  Talk talk = begun(subject, dialogue);
  int number = 0;
  for (const Turn& turn : dialogue.turns) {
    if (talk.progress().over) return;
    talk.at(", before turn " + std::to_string(++number));
    visit(Point::Between, talk, turn);
    if (turn.kind == HERALD_STREAM_BYTES && turn.bytes.size() > 1) {
      const std::size_t half = turn.bytes.size() / 2;
      talk.at(", within turn " + std::to_string(number));
      talk.tell({.kind = turn.kind, .bytes = turn.bytes.substr(0, half)});
      const Turn rest{.kind = turn.kind, .bytes = turn.bytes.substr(half)};
      if (!talk.progress().over) visit(Point::Within, talk, rest);
      talk.tell(rest);
    } else {
      talk.tell(turn);
    }
  }
  talk.at(", at its end");
  if (!talk.progress().over) visit(Point::Between, talk, {.kind = HERALD_STREAM_CLOSED});
}

}  // namespace herald::kit
