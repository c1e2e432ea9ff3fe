package dev.sluice.bench;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/// A method whose first argument is `long now`.
final class TakeNow extends ArchCondition<JavaMethod> {
    static final TakeNow FIRST = new TakeNow();

    private TakeNow() {
        super("take now, a long, as the first argument");
    }

    @Override
    public void check(JavaMethod method, ConditionEvents events) {
        boolean takesIt = !method.getRawParameterTypes().isEmpty()
                && method.getRawParameterTypes().getFirst().isEquivalentTo(long.class);
        events.add(new SimpleConditionEvent(method, takesIt, method.getFullName()));
    }
}
