package dev.goatdb.api.schema;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// Finds out which component of a record a method reference such as `Task::done` names.
///
/// A serializable method reference has a private method `writeReplace`, which tells its target. It
/// is called directly where the package is open to this module (2 ms at first use in a process),
/// else by way of serialization (15 to 23 ms), which may call it everywhere. Nothing is written.
final class AccessorNames {

  private AccessorNames() {}

  /// The name of the component.
  ///
  /// @throws IllegalArgumentException if it is not a method reference to an accessor of the record
  static String nameOf(Schema.Accessor<?, ?> accessor, Class<?> type) {
    SerializedLambda form = serializedForm(accessor);
    if (form == null) {
      throw refused(type, "an object of " + accessor.getClass().getTypeName());
    }
    String method = form.getImplMethodName();
    if (method.startsWith("lambda$")) {
      throw refused(type, "a lambda");
    }
    boolean isAccessor =
        form.getImplMethodKind() == MethodHandleInfo.REF_invokeVirtual
            && form.getCapturedArgCount() == 0
            && form.getImplClass().equals(type.getName().replace('.', '/'))
            && form.getImplMethodSignature().startsWith("()")
            && hasComponent(type, method);
    if (!isAccessor) {
      String owner = form.getImplClass();
      throw refused(type, owner.substring(lastSeparator(owner) + 1) + "::" + method);
    }
    return method;
  }

  private static int lastSeparator(String binaryName) {
    return Math.max(binaryName.lastIndexOf('/'), binaryName.lastIndexOf('$'));
  }

  private static boolean hasComponent(Class<?> type, String name) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static IllegalArgumentException refused(Class<?> type, String got) {
    RecordComponent[] components = type.getRecordComponents();
    String example =
        components.length == 0
            ? "Task::done"
            : type.getSimpleName() + "::" + components[0].getName();
    return new IllegalArgumentException(
        "expected a method reference to a record accessor such as " + example + ", got " + got);
  }

  private static @Nullable SerializedLambda serializedForm(Schema.Accessor<?, ?> accessor) {
    try {
      Method replace = accessor.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      return replace.invoke(accessor) instanceof SerializedLambda form ? form : null;
    } catch (NoSuchMethodException _) {
      return null; // a class that implements the interface
    } catch (InaccessibleObjectException | ReflectiveOperationException _) {
      return bySerialization(accessor); // its package is not open to this module
    }
  }

  private static @Nullable SerializedLambda bySerialization(Schema.Accessor<?, ?> accessor) {
    try (Capture capture = new Capture()) {
      capture.writeObject(accessor);
      return capture.form;
    } catch (IOException _) {
      return null; // an object with parts that are not serializable
    }
  }

  /// Keeps the form of a method reference instead of writing it.
  private static final class Capture extends ObjectOutputStream {
    private @Nullable SerializedLambda form;

    Capture() throws IOException {
      super(OutputStream.nullOutputStream());
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object instanceof SerializedLambda found) {
        form = found;
      }
      return "";
    }
  }
}
