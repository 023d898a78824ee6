#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "host/domain/ports.hpp"
#include "host/storage/operation.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// A small operation made of two functions: for configuration, where a class each would say nothing more.
/// `T` is what completes; `decide` answers it or refuses, adding rows only when it does not refuse.
template <class T>
class StepOperation final : public Operation {
 public:
  using Keys = std::function<void(Batch&)>;
  using Decide = std::function<Result<T>(Batch&)>;
  StepOperation(Keys keys, Decide decide, domain::Completion<T> done)
      : keys_{std::move(keys)}, decide_{std::move(decide)}, done_{std::move(done)} {}

  void keys(Batch& batch) const override { keys_(batch); }
  void evaluate(Batch& batch) override { result_.emplace(decide_(batch)); }
  void complete(const std::optional<Error>& failure) override {
    if (failure) return done_(*failure);
    done_(std::move(*result_));
  }

 private:
  Keys keys_;
  Decide decide_;
  domain::Completion<T> done_;
  std::optional<Result<T>> result_;
};

template <class T>
void submit_step(Writer& writer, typename StepOperation<T>::Keys keys,
                 typename StepOperation<T>::Decide decide, domain::Completion<T> done) {
  writer.submit(std::make_unique<StepOperation<T>>(std::move(keys), std::move(decide), std::move(done)));
}

}  // namespace herald::storage
